// What the service takes and answers. `make` writes service.d.ts from the service's own description.

import type { components } from "./service";

type Schemas = components["schemas"];

export type OptionValue = string | number | boolean;

/** What to compose, by the names of options; what is left out is up to the network. */
export type ComposeOptions = Record<string, OptionValue>;

/** An option as the service describes it: what it is called, what it does, and what it may be. */
export type OptionChoice = Answered<Schemas["OptionChoice"], { default: OptionValue | null }>;
export type Tuning = Schemas["Tuning"];
export type FileFormat = Schemas["File"];

/** All that is needed to make a tune again; the options are those of its operation. */
export type Recipe = Answered<Required<Schemas["TuneRecipe"]>, { options: ComposeOptions }>;
export type Operation = Recipe["operation"];

/** An answer in which the page knows more of some fields than the description tells. */
type Answered<Answer, Known> = Omit<Answer, keyof Known> & Known;

export type Tune = Answered<Schemas["Tune"], { recipe: Recipe }>;
export type TunePage = Answered<Schemas["TunePage"], { tunes: Tune[] }>;
export type Version = Answered<Schemas["TuneVersion"], { recipe: Recipe }>;
export type KeyStep = Schemas["KeyStep"];
export type Tunebook = Schemas["Tunebook"];
export type Finding = Schemas["Finding"];
export type CheckAnswer = Schemas["CheckAnswer"];
export type Choices = Answered<Schemas["Choices"], { options: OptionChoice[]; rendering: OptionChoice[] }>;
export type Model = Schemas["Model"];
export type Relative = Schemas["Relative"];
export type Origin = Schemas["OriginAnswer"];
export type Sounded = Schemas["Sounded"];
export type Playability = Schemas["PlayabilityAnswer"];
export type Ornaments = Schemas["OrnamentsAnswer"];
export type Below = Schemas["BelowAnswer"];
export type Performance = Schemas["PerformanceAnswer"];

/** A refusal as the service words it (RFC 9457). */
export type ProblemDocument = Schemas["Problem"];
