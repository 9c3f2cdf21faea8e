// What the composing form asks for, and the words that it may ask with.

import { api } from "./api";
import type { Fine } from "./options";
import type { Choices, ComposeOptions, Model, Recipe } from "./types";
import { DARING } from "./words";

const BALANCED = 2;
const USUAL_BARS = 8;
const USUAL_DRAFTS = 8; // of which the best is shown; together they take a fraction of a second
const SEEDS = 1_000_000; // small enough to be read out, many enough for a life of tunes

class Wish {
  choices = $state.raw<Choices | null>(null);
  models = $state.raw<Model[]>([]);

  rhythm = $state("jig");
  key = $state("G");
  form = $state("AABB");
  temperature = $state<number>(DARING[BALANCED].temperature);
  meter = $state("");
  range = $state("");
  model = $state("");
  title = $state("");
  opening = $state("");
  chords = $state("");
  progression = $state("");
  original = $state(true);
  fine = $state.raw<Partial<Record<Fine, number>>>({ bars: USUAL_BARS, best_of: USUAL_DRAFTS });

  /** The degree of daring that is nearest to the temperature. */
  get daring(): number {
    const distances = DARING.map(({ temperature }) => Math.abs(temperature - this.temperature));
    return distances.indexOf(Math.min(...distances));
  }

  dare(degree: number): void {
    this.temperature = DARING[degree]?.temperature ?? this.temperature;
  }

  /** The body of a compose request; what was left open is left out. */
  get options(): ComposeOptions {
    const { rhythm, key, form, meter, range, model, title, opening, chords, temperature } = this;
    const progression = this.progression.trim();
    const given: ComposeOptions = { temperature, seed: newSeed(), ...this.fine };
    const music = { opening: opening.trim(), chords, progression };
    const words = { rhythm, key, form, meter, instrument: range, model, title: title.trim(), ...music };
    for (const [name, value] of Object.entries(words)) if (value) given[name as keyof typeof words] = value;
    if (this.original) given.original = true;
    return given;
  }

  setFine(name: Fine, value: number): void {
    const fine = { ...this.fine };
    if (Number.isNaN(value)) delete fine[name];
    else fine[name] = value;
    this.fine = fine;
  }

  /** Begin with these bars, in their key, meter and rhythm. */
  begin(opening: string, { key, meter, rhythm }: { key: string; meter: string; rhythm: string | null }): void {
    [this.opening, this.key, this.meter] = [opening, key, meter];
    this.rhythm = rhythm && this.choices?.rhythms[rhythm] ? rhythm : "";
  }

  /** Wish for what a recipe made, but for its seed. */
  take({ options, model }: Recipe): void {
    const { rhythm, key, form, meter, instrument, title, opening, original, temperature, ...rest } = options;
    this.clear();
    [this.rhythm, this.key, this.form] = [rhythm ?? "", key ?? "", form ?? ""];
    [this.meter, this.title, this.opening, this.model] = [meter ?? "", title ?? "", opening ?? "", model ?? ""];
    this.range = instrument ?? "";
    [this.chords, this.progression] = [options.chords ?? "", options.progression ?? ""];
    this.original = original ?? false;
    this.temperature = temperature ?? DARING[BALANCED].temperature;
    const { parts, bars, top_k, top_p, min_p, length, best_of } = rest;
    const fine = { parts, bars, top_k, top_p, min_p, length, best_of };
    for (const [name, value] of Object.entries(fine)) if (value !== undefined) this.setFine(name as Fine, value);
  }

  /** Leave everything open that stands behind the one click. */
  clear(): void {
    [this.meter, this.range, this.model, this.title, this.opening, this.fine] = ["", "", "", "", "", {}];
    [this.chords, this.progression] = ["", ""];
    this.original = true;
  }

  async load(): Promise<void> {
    [this.choices, this.models] = await Promise.all([api.choices(), api.models()]);
  }
}

/** The body of a compose request that makes the tune of a recipe again, or the same seed's tune with other options. */
export function againOptions({ options, seed, model }: Recipe, others: ComposeOptions = {}): ComposeOptions {
  const again: ComposeOptions = { ...options, ...others };
  if (seed !== null) again.seed = seed;
  if (model) again.model = model;
  return again;
}

function newSeed(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % SEEDS;
}

export const wish = new Wish();
