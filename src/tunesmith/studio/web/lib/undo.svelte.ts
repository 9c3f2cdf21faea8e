// What was done, so that it can be undone and redone, also after a reload.

import type { Drawer } from "./storage";

const KEPT = 100;
const KEPT_CHARACTERS = 1_000_000; // of what the browser gives a page, a fifth

export class Undo<State> {
  #past = $state.raw<State[]>([]);
  #future = $state.raw<State[]>([]);
  #steps = 0; // how many of the past were taken since the page was opened
  readonly #drawer: Drawer;
  readonly #name: string;

  /** What was done before is remembered in a drawer, under a name. */
  constructor(drawer: Drawer, name: string) {
    [this.#drawer, this.#name] = [drawer, name];
    const stored = drawer.get<{ past: State[]; future: State[] }>(name);
    if (stored) [this.#past, this.#future] = [stored.past, stored.future];
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Remember a state that is about to be left. */
  remember(left: State): void {
    this.#steps += 1;
    this.#set([...this.#past, left].slice(-KEPT), []);
  }

  /** Lay a state below all that was done since the page was opened. */
  layBelow(state: State): void {
    const place = Math.max(0, this.#past.length - this.#steps);
    this.#set(this.#past.toSpliced(place, 0, state).slice(-KEPT), this.#future);
  }

  /** The state before, in exchange for the present one; null if there is none. */
  undo(present: State): State | null {
    const before = this.#past.at(-1);
    if (before === undefined) return null;
    this.#steps -= 1;
    this.#set(this.#past.slice(0, -1), [...this.#future, present]);
    return before;
  }

  /** The state that was undone last, in exchange for the present one; null if there is none. */
  redo(present: State): State | null {
    const after = this.#future.at(-1);
    if (after === undefined) return null;
    this.#steps += 1;
    this.#set([...this.#past, present], this.#future.slice(0, -1));
    return after;
  }

  #set(past: State[], future: State[]): void {
    [this.#past, this.#future] = [past, future];
    this.#drawer.put(this.#name, { past: fitting(past), future: fitting(future) });
  }
}

/** The newest of these states, as many as a browser has room for. */
function fitting<State>(states: State[]): State[] {
  let room = KEPT_CHARACTERS;
  const first = states.findLastIndex((state) => (room -= JSON.stringify(state).length) < 0);
  return states.slice(first + 1);
}
