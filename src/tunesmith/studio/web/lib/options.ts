// The options of composing as the service describes them, and its refusals in the page's words.

import type { OptionChoice } from "./types";

/** What the page calls fields that are no options of composing. */
const OTHER_FIELDS: Record<string, string> = { abc: "The text", candidates: "Candidates", format: "The format" };

let described: OptionChoice[] = [];

/** Take the names of options from the service. */
export function learn(options: OptionChoice[]): void {
  described = options;
}

/** What the page calls a field. */
export function labelOf(name: string): string {
  const option = described.find((one) => one.name === name);
  return option?.label ?? OTHER_FIELDS[name] ?? name.replaceAll("_", " ");
}

const REASONS: [RegExp, (match: RegExpExecArray) => string][] = [
  [/at most (\d+) characters?/, ([, most]) => `may have at most ${most} characters`],
  [/at least (\d+) characters?/, () => "may not be empty"],
  [/control characters/, () => "may not hold control characters"],
];

/** Why a field was refused, under its name on the page. */
export function refusal(field: string, reason: string): string {
  const label = labelOf(field.split(".").at(-1) ?? field);
  if (reason.startsWith(`${field} `)) return label + reason.slice(field.length);
  for (const [pattern, words] of REASONS) {
    const match = pattern.exec(reason);
    if (match) return `${label} ${words(match)}`;
  }
  return reason;
}
