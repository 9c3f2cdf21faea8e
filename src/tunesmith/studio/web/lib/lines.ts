// Where the lines of a score break: so many bars to the line, and a new line for each part.

import type { TuneObject, VoiceItem } from "abcjs";

/** A pickup does not count as a bar; bars left over at the end of a part join the line before if they are few. */
export function lineBreaks(tune: TuneObject, barsToTheLine: number): number[][] {
  const sections = tune.deline().filter((line) => line.staff);
  return sections.map((line) => breaksOf(line.staff?.[0]?.voices?.[0] ?? [], barsToTheLine));
}

/** How long an item of a voice lasts, in whole notes; `share` is what the tuplet that it stands in makes of its notes. */
export function lasting(item: VoiceItem, share = 1): number {
  return item.el_type === "note" && item.rest?.type !== "spacer" ? item.duration * share : 0;
}

/** The bar lines, counted from 0, after which a line breaks. */
function breaksOf(voice: VoiceItem[], barsToTheLine: number): number[] {
  const bars = barsIn(voice);
  const breaks: number[] = [];
  let inLine = 0;
  let opens = true; // whether a part begins with this bar
  bars.forEach(({ line, partEnds, lasts }, index) => {
    const pickup = opens && lasts < (bars[index + 1]?.lasts ?? 0) - TOO_SHORT;
    opens = partEnds && !pickup;
    inLine += pickup ? 0 : 1;
    const end = bars.slice(index + 1).findIndex((bar) => bar.partEnds);
    const left = end < 0 ? Infinity : end + 1; // a tune that is being composed may go on
    if (index === bars.length - 1 || pickup) return;
    if (partEnds || (inLine >= barsToTheLine && left > barsToTheLine / 2)) {
      breaks.push(line);
      inLine = 0;
    }
  });
  return breaks;
}

export const TOO_SHORT = 1e-4; // of a whole note; abcjs counts in floating point

/** A bar with notes in it: the bar line that closes it, whether a part ends there, and how long it lasts. */
interface WrittenBar {
  line: number;
  partEnds: boolean;
  lasts: number;
}

function barsIn(voice: VoiceItem[]): WrittenBar[] {
  const bars: WrittenBar[] = [];
  let line = -1;
  let lasts = 0;
  for (const item of voice) {
    lasts += lasting(item);
    if (item.el_type !== "bar") continue;
    line += 1;
    if (!lasts) continue;
    const partEnds = item.type !== "bar_thin" && item.type !== "bar_invisible" && !(Number(item.startEnding) > 1);
    bars.push({ line, partEnds, lasts });
    lasts = 0;
  }
  return bars;
}
