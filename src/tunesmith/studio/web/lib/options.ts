// The options of composing as the page calls them; what each may be, the service says.

import type { Choices, ComposeOptions } from "./types";

/** An option's name for people, and what leaving it open means. */
interface OptionWords {
  label: string;
  hint: string;
}

export const NUMBERS = {
  parts: { label: "Parts", hint: "as the form" },
  bars: { label: "Bars a part", hint: "any" },
  best_of: { label: "Best of", hint: "1" },
  length: { label: "Longest, characters", hint: "the most" },
  top_k: { label: "Top k", hint: "off" },
  top_p: { label: "Top p", hint: "off" },
  min_p: { label: "Min p", hint: "off" },
  seed: { label: "Seed", hint: "new each time" },
} satisfies Partial<Record<keyof ComposeOptions, OptionWords>>;

/** The options that are numbers and that only those who know them set. */
export type Fine = keyof typeof NUMBERS;

const LABELS: Record<string, string> = {
  rhythm: "Rhythm",
  key: "Key",
  form: "Form",
  meter: "Meter",
  instrument: "Playable on",
  temperature: "Temperature",
  model: "Model",
  title: "Title",
  opening: "Opening",
  chords: "Chord symbols",
  progression: "Chords to compose to",
  original: "Nothing known",
  candidates: "Candidates",
  abc: "The text",
  ...Object.fromEntries(Object.entries(NUMBERS).map(([name, { label }]) => [name, label])),
};

/** What the page calls an option. */
export function labelOf(name: string): string {
  return LABELS[name] ?? name.replaceAll("_", " ");
}

/** The least and most that a number may be, and the step between two of them. */
export function rangeOf(choices: Choices | null, name: string): { min?: number; max?: number; step: number } {
  const range = choices?.limits.options[name];
  if (!range) return { step: 1 };
  return { min: range.least, max: range.most, step: Number.isInteger(range.least) && range.most > 5 ? 1 : 0.01 };
}

/** Options as the command line spells them, in the page's words: `--best-of` is “Best of”. */
export function inOwnWords(text: string): string {
  return text.replace(/--([a-z][a-z-]+)/g, (_, name: string) => `“${labelOf(name.replaceAll("-", "_"))}”`);
}

const REASONS: [RegExp, (match: RegExpExecArray) => string][] = [
  [/greater than or equal to ([\d.]+)/, ([, least]) => `has to be at least ${least}`],
  [/greater than ([\d.]+)/, ([, least]) => `has to be more than ${least}`],
  [/less than or equal to ([\d.]+)/, ([, most]) => `may be at most ${most}`],
  [/less than ([\d.]+)/, ([, most]) => `has to be less than ${most}`],
  [/at most (\d+) characters?/, ([, most]) => `may have at most ${most} characters`],
  [/at least (\d+) characters?/, () => "may not be empty"],
  [/valid (integer|number)/, () => "has to be a number"],
  [/control characters/, () => "may not hold control characters"],
];

/** Why a field was refused, in the page's words. */
export function refusal(field: string, reason: string): string {
  const label = labelOf(field.split(".").at(-1) ?? field);
  for (const [pattern, words] of REASONS) {
    const match = pattern.exec(reason);
    if (match) return `${label} ${words(match)}`;
  }
  return inOwnWords(reason);
}
