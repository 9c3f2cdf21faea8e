// What the service takes and answers. `make` writes service.d.ts out of the service's own description.

import type { components } from "./service";

type Schemas = components["schemas"];

/** A body to send: what is left open is left out. */
type Given<Body> = { [Name in keyof Body]?: NonNullable<Body[Name]> };

/** What to compose; what is left out is up to the network. */
export type ComposeOptions = Given<Schemas["ComposeBody"]>;

/** All that is needed to make a tune again; the options are those of its operation. */
export type Recipe = Answered<Required<Schemas["Recipe"]>, { options: ComposeOptions }>;
export type Operation = Recipe["operation"];

/** An answer in which the page knows more of some fields than the description tells. */
type Answered<Answer, Known> = Omit<Answer, keyof Known> & Known;

export type Tune = Answered<Schemas["Tune"], { recipe: Recipe }>;
export type TunePage = Answered<Schemas["TunePage"], { tunes: Tune[] }>;
export type Version = Answered<Schemas["TuneVersion"], { recipe: Recipe }>;
export type Tunebook = Schemas["Tunebook"];
export type Finding = Schemas["Finding"];
export type CheckAnswer = Schemas["CheckAnswer"];
export type Choices = Schemas["Choices"];
export type Model = Schemas["Model"];
export type Relative = Schemas["Relative"];
export type Origin = Schemas["OriginAnswer"];
export type Sounded = Schemas["Sounded"];
export type Performance = Schemas["PerformanceAnswer"];

/** A refusal as the service words it (RFC 9457). */
export type ProblemDocument = Schemas["Problem"];
