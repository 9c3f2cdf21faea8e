// Tablature below the staff, as abcjs draws it.

import type { AbcVisualParams, Tablature } from "abcjs";
import type { Tuning } from "./types";

/** What the engraver is told to draw below the staff; nothing without a tuning. */
export function tablatureParams(tuning: Tuning | null): AbcVisualParams {
  if (!tuning) return {};
  const instrument = tuning.fretted_as as Tablature["instrument"];
  return { tablature: [{ instrument, tuning: tuning.strings, label: "" }] };
}

const SMALL = '"STIX Two Text" 8';

/** What the engraver is told where words stand below the notes that are not in the text: they are small. */
export function marksParams(format: AbcVisualParams["format"], marks: boolean): AbcVisualParams {
  return { format: marks ? { ...format, vocalfont: SMALL } : format };
}
