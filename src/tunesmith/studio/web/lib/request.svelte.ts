// What the composing form asks for, and the words that it may ask with.

import { api } from "./api";
import { service } from "./backend";
import formChoices from "./form-choices.json";
import { learn } from "./options";
import type { Choices, ComposeOptions, Model, OptionChoice, OptionValue, Recipe } from "./types";
import { DARING } from "./words";

const BALANCED = DARING[2].temperature;
/** Usual where it costs nothing: elsewhere the index of known tunes has to be fetched first. */
const NEW: ComposeOptions = service.comparesAtOnce ? { original: true } : {};
const USUAL: ComposeOptions = {
  temperature: BALANCED,
  bars: 8,
  best_of: 8, // together they take a fraction of a second
  ...NEW,
};
const SEEDS = 1_000_000; // small enough to be read out, many enough for a life of tunes
/** Options that the form shows first, each in a way of its own. */
const FIRST = ["rhythm", "key", "form"];

class ComposeRequest {
  choices = $state.raw<Choices | null>(null);
  models = $state.raw<Model[]>([]);
  /** Why the service refused an option, by its name. */
  refused = $state.raw<Record<string, string>>({});

  rhythm = $state("jig");
  key = $state("G");
  form = $state("AABB");
  /** All other options that are not left open, by their names. */
  values = $state.raw<ComposeOptions>(USUAL);

  #coming: Promise<Choices> | null = null;

  /** What the form shows without a click: known before the service answers, so that nothing moves when it does. */
  get shown(): Pick<Choices, "rhythms" | "favourites" | "keys" | "forms"> {
    return this.choices ?? formChoices;
  }

  /** The options that stand behind the one click: those with small fields, then texts, then switches. */
  get others(): OptionChoice[] {
    const shown = (name: string) => !FIRST.includes(name) && (name !== "model" || this.models.length > 1);
    const row = (option: OptionChoice) => (option.kind === "switch" ? 2 : Number(this.isText(option)));
    const others = this.choices?.options.filter(({ name }) => shown(name)) ?? [];
    return others.sort((one, other) => row(one) - row(other));
  }

  /** Whether anything may be typed into an option's field. */
  isText(option: OptionChoice): boolean {
    return option.kind === "word" && !this.words(option).length;
  }

  /** The words that a field offers; none where anything may be typed. */
  words({ name, choices, suggests }: OptionChoice): string[] {
    if (name === "model") return this.models.map((model) => model.name);
    const danced = name === "meter" ? (this.choices?.rhythm_meters[this.rhythm] ?? []) : [];
    const words = [...new Set([...danced, ...(choices.length ? choices : suggests)])];
    const value = this.values[name];
    return words.length && typeof value === "string" && !words.includes(value) ? [...words, value] : words;
  }

  get temperature(): number {
    return Number(this.values.temperature ?? BALANCED);
  }

  get opening(): string {
    return String(this.values.opening ?? "").trim();
  }

  /** The degree of daring that is nearest to the temperature. */
  get daring(): number {
    const distances = DARING.map(({ temperature }) => Math.abs(temperature - this.temperature));
    return distances.indexOf(Math.min(...distances));
  }

  dare(degree: number): void {
    this.set("temperature", DARING[degree]?.temperature ?? this.temperature);
  }

  /** The body of a compose request as the form stands now; what was left open, or is not offered, is left out. */
  async asked(): Promise<ComposeOptions> {
    const all: ComposeOptions = { ...this.values, rhythm: this.rhythm, key: this.key, form: this.form };
    const given: ComposeOptions = { seed: newSeed() };
    const { options } = await this.offered();
    for (const [name, value] of Object.entries(all)) {
      const asked = typeof value === "string" ? value.trim() : value;
      if ((asked || asked === 0) && options.some((option) => option.name === name)) given[name] = asked;
    }
    return given;
  }

  /** Ask for this value of an option; NaN and "" leave it open. */
  set(name: string, value: OptionValue): void {
    const { [name]: _, ...values } = this.values;
    this.values = value === "" || Number.isNaN(value) ? values : { ...values, [name]: value };
    const { [name]: __, ...refused } = this.refused;
    this.refused = refused;
  }

  /** Begin with these bars, in their key, meter and rhythm. */
  begin(opening: string, { key, meter, rhythm }: { key: string; meter: string; rhythm: string | null }): void {
    this.set("opening", opening);
    this.set("meter", meter);
    this.key = key;
    this.rhythm = rhythm && this.choices?.rhythms[rhythm] ? rhythm : "";
  }

  /** The body of a compose request for a tune of the same kind in another key. */
  following({ meter, rhythm, recipe }: { meter: string; rhythm: string | null; recipe: Recipe }, key: string): ComposeOptions {
    const { form = this.form, bars = this.values.bars } = recipe.options;
    const asked: ComposeOptions = { ...USUAL, temperature: this.temperature, meter, key, seed: newSeed() };
    if (rhythm && this.choices?.rhythms[rhythm]) asked.rhythm = rhythm;
    if (form) asked.form = form;
    if (bars) asked.bars = bars;
    return asked;
  }

  /** ComposeRequest for what a recipe made, but for its seed. */
  take({ options, model }: Recipe): void {
    const { rhythm, key, form, seed: _, ...others } = options;
    [this.rhythm, this.key, this.form] = [String(rhythm ?? ""), String(key ?? ""), String(form ?? "")];
    this.values = { temperature: BALANCED, ...others, ...(model ? { model } : {}) };
    this.refused = {};
  }

  /** Leave everything open that stands behind the one click. */
  clear(): void {
    this.values = { temperature: this.temperature, ...NEW };
    this.refused = {};
  }

  /** What may be chosen, asked for if it is not here yet. */
  async offered(): Promise<Choices> {
    this.#coming ??= api.choices();
    try {
      return (this.choices ??= await this.#coming);
    } catch (error) {
      this.#coming = null; // to be asked for again
      throw error;
    }
  }

  async load(): Promise<void> {
    const [{ options }, models] = await Promise.all([this.offered(), api.models()]);
    this.models = models;
    learn(options);
  }
}

/** The body of a compose request that makes the tune of a recipe again, or the same seed's tune with other options. */
export function againOptions({ options, seed, model }: Recipe, others: ComposeOptions = {}): ComposeOptions {
  const again: ComposeOptions = { ...options, ...others };
  if (seed !== null) again.seed = seed;
  if (model) again.model = model;
  return again;
}

export function newSeed(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % SEEDS;
}

export const request = new ComposeRequest();
