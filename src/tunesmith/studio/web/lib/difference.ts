// In which bars two tunes differ: the bars that are no part of the longest row of bars that both have in common.

import type { Score } from "./score";

/** What is played in each bar as written, without chord symbols, decorations and spaces. */
function barTexts({ abc, bars }: Score): string[] {
  return bars.map(({ start, end }) => abc.slice(start, end).replace(/"[^"]*"|![^!]*!|\s/g, ""));
}

/** The numbers of the bars of each that have no counterpart in the other. */
export function differing(one: Score, other: Score): [number[], number[]] {
  const [left, right] = [barTexts(one), barTexts(other)];
  const common = commonLengths(left, right);
  const [inOne, inOther]: [number[], number[]] = [[], []];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) [i, j] = [i + 1, j + 1];
    else if (j >= right.length || (i < left.length && at(common, i + 1, j) >= at(common, i, j + 1))) inOne.push(numberIn(one, i++));
    else inOther.push(numberIn(other, j++));
  }
  return [inOne, inOther];
}

function numberIn({ bars }: Score, index: number): number {
  return bars[index]?.number ?? 0;
}

/** How many bars the rests of both, from bar i and bar j on, have in common in the same order. */
function commonLengths(left: string[], right: string[]): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i--) {
    const row = lengths[i] ?? [];
    for (let j = right.length - 1; j >= 0; j--) {
      row[j] = left[i] === right[j] ? at(lengths, i + 1, j + 1) + 1 : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  }
  return lengths;
}

function at(lengths: number[][], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}
