import type { TuneObject } from "abcjs";

/** Put words under notes, by the places of the notes in the text. */
export function setSyllables(tune: TuneObject, syllables: Record<number, string>): void;

/** Keep the words under the notes apart. */
export function spaceWords(tune: TuneObject): void;
