// Call and answer: each phrase is played, and then its time passes once more without the melody, for the player's answer.

import type { Performance } from "./types";

type Bars = Performance["bars"];

/** From when to when a phrase sounds, in seconds. */
interface Phrase {
  from: number;
  to: number;
}

/** The performance with an answer after each phrase of so many bars; in the answer, the melody is silent. */
export function answered(performance: Performance, barsToThePhrase: number): Performance {
  const phrases = phrasesOf(performance, barsToThePhrase);
  const starts = phrases.map(({ from }) => 2 * from);
  const copies = <Item extends { at: number }>(items: Item[], answer: (item: Item) => Item): Item[] =>
    phrases.flatMap(({ from, to }, index) => {
      const within = items.filter(({ at }) => from <= at && at < to);
      const start = starts[index] ?? 0;
      const moved = (item: Item, by: number) => ({ ...item, at: item.at - from + start + by });
      return [...within.map((item) => moved(item, 0)), ...within.map((item) => moved(answer(item), to - from))];
    });
  const parts = performance.parts.map((part) => ({
    ...part,
    notes: copies(part.notes, (note) => (part.name === "melody" ? { ...note, velocity: 0 } : note)),
  }));
  const bars: Bars = copies(performance.bars, (bar) => bar);
  return { ...performance, seconds: 2 * performance.seconds, parts, bars };
}

/** The phrases of a performance; a pickup belongs to the phrase that it leads into, within the tune too. */
function phrasesOf({ bars, seconds, pickup }: Performance, barsToThePhrase: number): Phrase[] {
  const whole = pickup ? bars.slice(1) : bars;
  const firsts = whole.filter((_, index) => index % barsToThePhrase === 0).map(({ at }) => Math.max(0, at - pickup));
  return firsts.map((from, index) => ({ from: index ? from : 0, to: firsts[index + 1] ?? seconds }));
}
