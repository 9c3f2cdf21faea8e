import type { TuneObject } from "abcjs";

/** Put right what abcjs reads, before it is drawn. */
export function tidy(tune: TuneObject): void;
