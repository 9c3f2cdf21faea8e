// Tablature below the staff, as abcjs draws it.

import type { AbcVisualParams, Tablature } from "abcjs";
import type { Tuning } from "./types";

/** What the engraver is told to draw below the staff; nothing without a tuning. */
export function tablatureParams(tuning: Tuning | null): AbcVisualParams {
  if (!tuning) return {};
  const instrument = tuning.fretted_as as Tablature["instrument"];
  return { tablature: [{ instrument, tuning: tuning.strings, label: "" }] };
}
