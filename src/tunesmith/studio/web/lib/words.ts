// The words in which the page speaks of keys, rhythms, forms, daring and time.

import type { Choices, Operation, Playability } from "./types";

const MODES: Record<string, string> = {
  "": "major",
  maj: "major",
  ion: "major",
  m: "minor",
  min: "minor",
  aeo: "minor",
  dor: "Dorian",
  phr: "Phrygian",
  lyd: "Lydian",
  mix: "Mixolydian",
  loc: "Locrian",
};

/** "Ador" is "A Dorian", "Bb" is "B♭ major". */
export function keyName(key: string): string {
  const [, tonic = "", accidental = "", mode = ""] = /^([A-G])([b#]?)\s*([A-Za-z]*)/.exec(key) ?? [];
  const named = MODES[mode.toLowerCase().slice(0, 3)];
  if (!tonic || named === undefined) return key;
  return `${tonic}${accidental === "b" ? "♭" : accidental === "#" ? "♯" : ""} ${named}`;
}

/** Those of the keys that have the mode of a key and another tonic. */
export function keysLike(key: string, offered: string[]): string[] {
  const mode = (name: string) => keyName(name).replace(/^\S+ /, "");
  return offered.filter((other) => mode(other) === mode(key) && keyName(other) !== keyName(key));
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];

/** "AABB" is "AABB · two parts, each twice". */
export function formName(form: string): string {
  const parts = new Set(form).size;
  const count = `${NUMBERS[parts] ?? parts} ${parts === 1 ? "part" : "parts"}`;
  const each = form.length === parts * 2 ? (parts === 1 ? ", twice" : ", each twice") : form.length > parts ? ", one again" : "";
  return `${form} · ${count}${each}`;
}

/** Degrees of daring and the temperatures that they mean. */
export const DARING = [
  { name: "Very plain", temperature: 0.5 },
  { name: "Traditional", temperature: 0.65 },
  { name: "Balanced", temperature: 0.8 },
  { name: "Adventurous", temperature: 0.95 },
  { name: "Daring", temperature: 1.1 },
] as const;

/** How far a variation goes, and the share of the bars that may change. */
export const FAR = [
  { name: "One beat", change: 0 },
  { name: "A little", change: 0.25 },
  { name: "Half", change: 0.5 },
  { name: "Most of it", change: 0.75 },
  { name: "All of it", change: 1 },
] as const;

/** The words for the share of the bars that might change, or that share where there are none. */
export function farName(share: number): string {
  return FAR.find(({ change }) => change === share)?.name ?? `${Math.round(share * 100)} %`;
}

/** How uneven the beat is, and the service's number for it; null is what each rhythm asks for. */
export const SWINGS = [
  { name: "As the dance has it", swing: null },
  { name: "Even", swing: 0 },
  { name: "A little", swing: 0.25 },
  { name: "Swung", swing: 0.5 },
  { name: "Bouncy", swing: 0.75 },
  { name: "Two to one", swing: 1 },
] as const;

/** The value of an option, for people. */
export function valueName(value: string | number | boolean): string {
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

/** 75 s are "1:15". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const OPERATIONS: Record<Operation, string> = {
  compose: "Composed",
  continue: "Continued",
  vary: "Varied",
  edit: "Edited by hand",
  mend: "Fixed",
  transpose: "Transposed",
  import: "Imported",
};

export function operationName(operation: Operation): string {
  return OPERATIONS[operation];
}

/** How long ago a moment was, in the reader's own words for it, the short ones. */
export function ago(moment: string): string {
  const minutes = (Date.parse(moment) - Date.now()) / 60_000;
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto", style: "short" });
  if (minutes > -1) return "just now";
  if (minutes > -60) return words.format(Math.round(minutes), "minute");
  if (minutes > -60 * 24) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 60 / 24), "day");
}

/** Bars 5 to 8 are "bars 5–8", one bar is "bar 5", and bar 0 is the pickup. */
export function barsName(first: number, last: number): string {
  if (last === 0) return "the pickup";
  if (first === 0) return `the pickup to bar ${last}`;
  return first === last ? `bar ${first}` : `bars ${first}–${last}`;
}

/** Bars 4, 5, 6 and 9 are "bars 4–6 and 9". */
export function barsList(numbers: number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  const words = runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
  return `${numbers.length === 1 ? "bar" : "bars"} ${new Intl.ListFormat(document.documentElement.lang).format(words)}`;
}

const PAPERS: Record<string, string> = { a4: "A4", letter: "US Letter" };

export function paperName(paper: string): string {
  return PAPERS[paper] ?? paper;
}

/** "mandolin" is "Mandolin, tablature"; fingerings say by themselves what they are. */
export function tablatureName(name: string, choices: Choices | null): string {
  const tuning = choices?.tunings.find((tuning) => tuning.name === name);
  return tuning ? `${tuning.label}, tablature` : (choices?.below.find((below) => below.name === name)?.label ?? name);
}

/** "tin-whistle" is "Tin whistle". */
export function instrumentName(name: string): string {
  return capitalised(name.replace("-", " "));
}

type Aspect = NonNullable<Playability["difficulty"]>["aspects"][number];

/** What makes a tune easy or hard: "Range: 17 semitones, moderate". */
export function aspectWords({ name, amount, grade }: Aspect): string {
  const words = {
    range: `Range: ${amount} semitones`,
    speed: `Speed: ${amount.toFixed(1)} notes a second`,
    leaps: `Leaps of a fifth or more: ${Math.round(amount * 100)} in 100 steps`,
    position: amount > 0 ? `Position: up to fret ${amount} of the highest string` : "Position: below the highest string",
  }[name];
  return `${words}, ${grade}`;
}
