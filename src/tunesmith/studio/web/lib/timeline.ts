// Which notes of a score light up when, and when each bar is played, in seconds of the performance.

import { placeIn } from "./text";
import type { Performance } from "./types";

/** Notes that begin together, by their places in the text: their drawings light up until the next moment. */
interface Moment {
  at: number;
  places: number[];
}

export interface Timeline {
  moments: Moment[];
  bars: Performance["bars"];
  end: number;
}

export const NOTHING: Timeline = { moments: [], bars: [], end: 0 };

export function timelineOf(performance: Performance, abc: string): Timeline {
  const offsetOf = placeIn(abc);
  const moments: Moment[] = [];
  for (const { at, line, column } of performance.parts.find((part) => part.name === "melody")?.notes ?? []) {
    if (line == null || column == null) continue;
    const place = offsetOf(line, column);
    const last = moments.at(-1);
    if (last?.at !== at) moments.push({ at, places: [place] });
    else last.places.push(place);
  }
  return { moments, bars: performance.bars, end: performance.seconds };
}

/** The number of the bar that is played at a time; null before the first. */
export function barAt({ bars }: Timeline, seconds: number): number | null {
  return bars.findLast(({ at }) => at <= seconds + 0.001)?.number ?? null;
}

/** From when to when bars sound, the first time that they are played; null if they never are. */
export function stretchOf({ bars, end }: Timeline, first: number, last: number): [number, number] | null {
  const from = bars.findIndex(({ number }) => number === first);
  if (from < 0) return null;
  const after = bars.slice(from).find(({ number }) => number < first || number > last);
  return [bars[from]?.at ?? 0, after?.at ?? end];
}
