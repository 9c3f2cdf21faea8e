// What the check says about the text on the bench, a moment after it was changed.

import { api } from "./api";
import { Problem } from "./problem";
import type { CheckAnswer, Finding } from "./types";

const CHECK_AFTER_MS = 300;

class Review {
  check = $state.raw<CheckAnswer | null>(null);
  findings = $state.raw<Finding[]>([]);

  #checking: AbortController | null = null;
  #timer = 0;

  /** Read a text soon; `known` are its findings where they are known already, so that they stand at once. */
  read(abc: string, known: Finding[] | null): void {
    if (known) this.findings = known;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#read(abc), CHECK_AFTER_MS);
  }

  async #read(abc: string): Promise<void> {
    this.#checking?.abort();
    if (!abc.trim()) return this.#judged(null, []);
    const checking = new AbortController();
    this.#checking = checking;
    try {
      const answer = await api.check(abc, checking.signal);
      this.#judged(answer, answer.findings);
    } catch (error) {
      if (!checking.signal.aborted) this.#judged(null, error instanceof Problem ? unreadable(error) : []);
    }
  }

  #judged(check: CheckAnswer | null, findings: Finding[]): void {
    [this.check, this.findings] = [check, findings];
  }
}

/** A text that cannot be read at all, as one finding where the reading stopped. */
function unreadable(problem: Problem): Finding[] {
  return problem.errors.map(({ reason, line, column }) => {
    return { code: "unreadable", severity: "error", message: reason, line: line ?? 1, column: column ?? 1, mend: null };
  });
}

export const review = new Review();
