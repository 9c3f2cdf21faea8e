// What stands below the notes beside tablature: fingerings and note names, as the service works them out.

import { api } from "./api";
import { Problem } from "./problem";
import { placeIn } from "./text";

/** From the place of a note in the text to what stands below it. */
export type Marks = ReadonlyMap<number, string>;

const NONE: Marks = new Map();
const ASK_AFTER_MS = 300;
const KEPT = 20;

class Below {
  #known = $state.raw<ReadonlyMap<string, Marks>>(new Map());

  /** The marks of a text; none until they are known. */
  of(abc: string, what: string): Marks {
    return this.#known.get(`${what}\n${abc}`) ?? NONE;
  }

  /** Get to know the marks of a text, a moment after it was changed; returns what calls that off. */
  want(abc: string, what: string): () => void {
    if (this.#known.has(`${what}\n${abc}`)) return () => {};
    const timer = window.setTimeout(() => void this.#ask(abc, what), ASK_AFTER_MS);
    return () => window.clearTimeout(timer);
  }

  async #ask(abc: string, what: string): Promise<void> {
    const { marks } = await api.below(abc, what).catch(unread);
    const offsetOf = placeIn(abc);
    const found: Marks = new Map(marks.map(({ line, column, text }) => [offsetOf(line, column), text]));
    this.#known = new Map([...[...this.#known].slice(-KEPT), [`${what}\n${abc}`, found]]);
  }
}

/** A text that cannot be read has no marks; what is wrong with it is said elsewhere. */
function unread(error: unknown): { marks: [] } {
  if (error instanceof Problem) return { marks: [] };
  throw error;
}

export const below = new Below();
