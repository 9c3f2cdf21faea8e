// When each note of a score sounds, in seconds at a given tempo, with repeats played out.

import { TimingCallbacks } from "abcjs";
import type { NoteTimingEvent } from "abcjs";
import type { Score } from "./score";

/** Notes that begin together: their drawings light up until the next moment. */
export interface Moment {
  at: number;
  bar: number;
  elements: Element[];
}

export interface Timeline {
  moments: Moment[];
  end: number;
}

export function timelineOf(score: Score, beatsAMinute: number): Timeline {
  const timings = new TimingCallbacks(score.tune, { qpm: beatsAMinute }).noteTimings;
  const moments = timings.filter((event) => event.type === "event").map((event) => momentOf(score, event));
  return { moments, end: (timings.at(-1)?.milliseconds ?? 0) / 1000 };
}

/** How many beats a score lasts: the milliseconds at a beat a second. */
export function beatsOf(score: Score): number {
  return timelineOf(score, 60).end;
}

function momentOf(score: Score, event: NoteTimingEvent): Moment {
  const place = event.startChar ?? -1;
  const bar = score.bars.find((bar) => bar.start <= place && place < bar.end)?.number ?? 0;
  return { at: event.milliseconds / 1000, bar, elements: (event.elements ?? []).flat() };
}

/** From when to when bars sound, the first time that they are played; null if they never are. */
export function stretchOf({ moments, end }: Timeline, first: number, last: number): [number, number] | null {
  const from = moments.findIndex((moment) => moment.bar === first);
  if (from < 0) return null;
  const within = (moment: Moment) => moment.bar >= first && moment.bar <= last;
  const after = moments.slice(from).find((moment) => !within(moment));
  return [moments[from]?.at ?? 0, after?.at ?? end];
}
