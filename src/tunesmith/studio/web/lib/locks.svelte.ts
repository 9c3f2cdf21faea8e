// Bars that nothing may change: remembered for each tune, and handed on to what is made of it.

import { everywhere } from "./storage";

const LOCKS = "tunesmith.locks";
const KEPT = 200; // tunes

export type Passage = [first: number, last: number];

class Locks {
  #all = $state.raw<Record<string, number[]>>(everywhere.get<Record<string, number[]>>(LOCKS) ?? {});

  /** The numbers of the locked bars of a tune. */
  of(id: string | null): number[] {
    return (id && this.#all[id]) || [];
  }

  /** Lock these bars; or unlock them, where all of them are locked. */
  toggle(id: string, first: number, last: number): void {
    const bars = barsFrom(first, last);
    const locked = this.of(id);
    const others = locked.filter((bar) => !bars.includes(bar));
    this.#set(id, others.length === locked.length - bars.length ? others : [...others, ...bars]);
  }

  /** What is made of a tune has the same bars locked. */
  handOn(from: string, to: string): void {
    if (from !== to && this.of(from).length) this.#set(to, this.of(from));
  }

  #set(id: string, bars: number[]): void {
    const { [id]: _, ...others } = this.#all;
    const kept = Object.entries(others).slice(-KEPT);
    this.#all = bars.length ? { ...Object.fromEntries(kept), [id]: bars } : Object.fromEntries(kept);
    everywhere.put(LOCKS, this.#all);
  }
}

/** The passages that are left of bars when the locked ones are taken out. */
export function unlocked(first: number, last: number, locked: number[]): Passage[] {
  const passages: Passage[] = [];
  for (const bar of barsFrom(first, last)) {
    const before = passages.at(-1);
    if (locked.includes(bar)) continue;
    if (before?.[1] === bar - 1) before[1] = bar;
    else passages.push([bar, bar]);
  }
  return passages;
}

/** Passages as the service reads them: "1-3,5". */
export function passagesText(passages: Passage[]): string {
  return passages.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}

function barsFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

export const locks = new Locks();
