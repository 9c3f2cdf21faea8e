// What is said aloud to those who listen to the page, and shown for a moment to those who look.

import { Problem, wordsFor } from "./problem";

const SHOWN_MS = 6000;

class Announcer {
  message = $state("");
  shown = $state(false);
  problem = $state("");
  #clearing = 0;

  /** Say what cannot be seen elsewhere on the page. */
  say(message: string): void {
    this.tell(message);
    this.shown = true;
  }

  /** Say what whoever looks at the page sees anyway. */
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

  /** Complain of a failure; that the service is away is said elsewhere, for as long as it is. */
  failed(error: unknown): void {
    if (!(error instanceof Problem && error.away)) this.complain(wordsFor(error));
  }

  dismiss(): void {
    this.problem = "";
  }
}

export const announcer = new Announcer();
