// Where the lines of a score break: so many bars to the line, and a new line for each part.

import type { TuneObject, VoiceItem } from "abcjs";

/** A pickup does not count as a bar; bars left over at the end of a part join the line before if they are few. */
export function lineBreaks(tune: TuneObject, barsToTheLine: number): number[][] {
  const sections = tune.deline().filter((line) => line.staff);
  return sections.map((line) => breaksOf(line.staff?.[0]?.voices?.[0] ?? [], barsToTheLine));
}

/** The bar lines, counted from 0, after which a line breaks. */
function breaksOf(voice: VoiceItem[], barsToTheLine: number): number[] {
  const ends = barEnds(voice);
  const breaks: number[] = [];
  let inLine = 0;
  ends.forEach(({ line, partEnds, short }, bar) => {
    inLine += short ? 0 : 1;
    const left = ends.slice(bar + 1).findIndex((end) => end.partEnds) + 1;
    if (bar === ends.length - 1) return;
    if (partEnds || (inLine >= barsToTheLine && left > barsToTheLine / 2)) {
      breaks.push(line);
      inLine = 0;
    }
  });
  return breaks;
}

interface BarEnd {
  line: number;
  partEnds: boolean;
  short: boolean;
}

/** The bar lines that close a bar, with what they mean. */
function barEnds(voice: VoiceItem[]): BarEnd[] {
  const ends: BarEnd[] = [];
  let line = -1;
  let duration = 0;
  let full = 0;
  for (const item of voice) {
    if (item.el_type === "note") duration += typeof item.duration === "number" ? item.duration : 0;
    if (item.el_type !== "bar") continue;
    line += 1;
    if (!duration) continue;
    full = Math.max(full, duration);
    const partEnds = item.type !== "bar_thin" && item.type !== "bar_invisible" && !(Number(item.startEnding) > 1);
    ends.push({ line, partEnds, short: false });
    duration = 0;
  }
  const first = ends[0];
  if (first) first.short = firstDuration(voice) < full;
  return ends;
}

function firstDuration(voice: VoiceItem[]): number {
  let duration = 0;
  for (const item of voice) {
    if (item.el_type === "note") duration += typeof item.duration === "number" ? item.duration : 0;
    else if (item.el_type === "bar" && duration) break;
  }
  return duration;
}
