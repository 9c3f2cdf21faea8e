// What the service answers, as its OpenAPI document describes it.

/** One thing a strict reader would object to; line and column count from 1. */
export interface Finding {
  code: string;
  severity: string;
  message: string;
  line: number;
  column: number;
  mend: string | null;
}

export interface Check {
  ok: boolean;
  findings: Finding[];
}

export interface CheckAnswer extends Check {
  bars: { number: number; fill: string; counts: boolean }[];
  form: string;
  meter: string;
  key: string;
  rhythm: string | null;
  seconds: number;
}

export type Operation = "compose" | "continue" | "vary" | "edit" | "mend" | "transpose" | "import";

/** All that is needed to make a tune again. */
export interface Recipe {
  operation: Operation;
  parent: string | null;
  model: string | null;
  fingerprint: string | null;
  seed: number | null;
  options: ComposeOptions;
}

export interface Tune {
  id: string;
  title: string;
  abc: string;
  created: string;
  starred: boolean;
  recipe: Recipe;
  meter: string;
  key: string;
  rhythm: string | null;
  form: string;
  bars: number;
  seconds: number;
  check: Check;
  /** Counts the changes of title and text, from 1. */
  version: number;
  deleted: string | null;
}

/** What a tune was until it was replaced. */
export interface Version {
  version: number;
  replaced: string;
  title: string;
  abc: string;
  recipe: Recipe;
}

export interface TunePage {
  tunes: Tune[];
  next: string | null;
}

export interface Tunebook {
  id: string;
  title: string;
  created: string;
  tunes: string[];
}

/** What to compose; what is left out is up to the network. */
export interface ComposeOptions {
  title?: string;
  meter?: string;
  key?: string;
  rhythm?: string;
  parts?: number;
  bars?: number;
  form?: string;
  opening?: string;
  chords?: string;
  progression?: string;
  instrument?: string;
  temperature?: number;
  top_k?: number;
  top_p?: number;
  min_p?: number;
  length?: number;
  best_of?: number;
  original?: boolean;
  seed?: number;
  model?: string;
}

/** The words that options take; `rhythms` maps each rhythm to its meter. */
export interface Choices {
  rhythms: Record<string, string>;
  keys: string[];
  meters: string[];
  forms: string[];
  ranges: string[];
  instruments: string[];
  tablatures: string[];
  papers: string[];
  formats: string[];
  limits: { length: number; body_bytes: number; options: Record<string, { least: number; most: number }> };
}

export interface Model {
  name: string;
  fingerprint: string;
  parameters: number;
}

/** A known tune that resembles the one asked about. */
export interface Relative {
  title: string;
  source: string;
  link: string | null;
  similarity: number;
  shared_bars: number;
}

/** One sound of a performance, in seconds; line and column are where it is written, if it is. */
export interface Sounded {
  at: number;
  lasts: number;
  pitch: number;
  velocity: number;
  line: number | null;
  column: number | null;
}

/** A tune as it is played: `beat` and `pickup` in seconds, `beats` in a bar, every playing of every bar, every note. */
export interface Performance {
  seconds: number;
  beat: number;
  beats: number;
  pickup: number;
  bars: { number: number; at: number }[];
  parts: { name: "melody" | "voice" | "chords" | "bass"; program: number; notes: Sounded[] }[];
}

export interface Origin {
  nearest: Relative[];
  words: string;
}

/** A refusal as the service words it (RFC 9457). */
export interface ProblemDocument {
  title: string;
  status: number;
  detail: string;
  errors: { field: string; reason: string; line?: number; column?: number }[];
}
