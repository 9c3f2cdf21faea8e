// What is said aloud to those who listen to the page, and shown for a moment to those who look.

import { Problem, wordsFor } from "./problem";

const SHOWN_MS = 6000;

/** Something that can be done about what was said. */
interface Offer {
  words: string;
  name: string;
  act: () => Promise<unknown>;
}

class Announcer {
  offered = $state.raw<Offer | null>(null);
  message = $state("");
  shown = $state(false);
  problem = $state("");
  remark = $state("");
  #clearing = 0;

  /** Say what cannot be seen elsewhere on the page. */
  say(message: string): void {
    this.tell(message);
    this.shown = true;
  }

  /** Say aloud what is visible on the page. */
  tell(message: string): void {
    this.message = message;
    this.shown = false;
    window.clearTimeout(this.#clearing);
    this.#clearing = window.setTimeout(() => (this.message = ""), SHOWN_MS);
  }

  /** Something went wrong: stays until it is dismissed or something works. */
  complain(problem: string): void {
    this.problem = problem;
  }

  /** Something that will not change: stays until it is dismissed. */
  warn(remark: string): void {
    this.remark = remark;
  }

  /** Say what was done, and offer to do something about it; the offer stands until it is taken or dismissed. */
  offer(words: string, name: string, act: () => Promise<unknown>): void {
    this.offered = { words, name, act };
  }

  /** Complain of a failure; that the service is away is said elsewhere, for as long as it is. */
  failed(error: unknown): void {
    if (!(error instanceof Problem && error.away)) this.complain(wordsFor(error));
  }

  /** Say these words when the work is done, or why it could not be done. */
  async attempt(work: Promise<unknown>, words = ""): Promise<void> {
    try {
      await work;
      if (words) this.say(words);
    } catch (error) {
      this.failed(error);
    }
  }

  dismiss(): void {
    this.problem = "";
  }
}

export const announcer = new Announcer();
