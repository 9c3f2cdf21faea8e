// What was done, so that it can be undone and redone.

const KEPT = 200;

export class Undo<State> {
  #past = $state.raw<State[]>([]);
  #future = $state.raw<State[]>([]);

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Remember a state that is about to be left. */
  remember(left: State): void {
    this.#past = [...this.#past, left].slice(-KEPT);
    this.#future = [];
  }

  /** The state before, in exchange for the present one; null if there is none. */
  undo(present: State): State | null {
    const before = this.#past.at(-1);
    if (before === undefined) return null;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, present];
    return before;
  }

  /** The state that was undone last, in exchange for the present one; null if there is none. */
  redo(present: State): State | null {
    const after = this.#future.at(-1);
    if (after === undefined) return null;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, present];
    return after;
  }
}
