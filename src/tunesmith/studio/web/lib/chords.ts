// The chord symbols of a tune, bar by bar.

import type { Score } from "./score";

const SYMBOL = /"([A-G][#b♯♭]?[^"^_<>@]*|N\.?C\.?|tacet)"/g;

/** The chords that are written in each bar, in order, with spaces between them. */
export function chordsOf({ abc, bars }: Score): { number: number; chords: string }[] {
  const music = /^K:.*$/m.exec(abc);
  let from = music ? music.index + music[0].length : 0;
  return bars.map(({ number, end }) => {
    const chords = [...abc.slice(from, end).matchAll(SYMBOL)].map(([, name]) => name).join(" ");
    from = end;
    return { number, chords };
  });
}
