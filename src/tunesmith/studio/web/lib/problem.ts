// A request that was refused or not answered.

import { refusal } from "./options";
import type { ProblemDocument } from "./types";

export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly errors: ProblemDocument["errors"] = [],
  ) {
    super(detail);
  }

  /** The service did not answer at all. */
  get away(): boolean {
    return this.status === 0;
  }

  /** What it takes has to be fetched first, and there is no network. */
  get unreached(): boolean {
    return this.status === 503;
  }

  /** What was to be changed has been changed elsewhere. */
  get stale(): boolean {
    return this.status === 412;
  }

  /** The service answers, but this part of it is not there. */
  get absent(): boolean {
    return this.status === 404 || this.status === 501;
  }
}

/** The problem that an answer describes; a plain one where it describes none. */
export async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) return new Problem(response.status, `the studio answered ${response.status}`);
  const document = (await response.json()) as Partial<ProblemDocument>;
  return new Problem(response.status, document.detail ?? `the studio answered ${response.status}`, document.errors);
}

const OWN_WORDS: Record<number, string> = {
  413: "this is more than the studio takes at once",
  429: "you are asking faster than the studio allows; wait a moment",
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error);
  const own = OWN_WORDS[error.status];
  if (own) return own;
  const refused = error.errors.filter(({ line }) => line === undefined);
  if (refused.length) return refused.map(({ field, reason }) => refusal(field, reason)).join("; ");
  return error.message;
}

/** What to tell a person about any failure. */
export function wordsFor(error: unknown): string {
  return sentence(reasonOf(error));
}

/** What to tell a person at each field that was refused. */
export function wordsByField(error: unknown): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  return Object.fromEntries(error.errors.map(({ field, reason }) => [field, sentence(refusal(field, reason))]));
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}
