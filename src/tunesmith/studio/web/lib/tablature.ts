// Tablature below the staff: strings and their tunings, as abcjs draws them.

import type { AbcVisualParams, Tablature } from "abcjs";

interface Strings {
  name: string;
  label: string;
  tablature: Tablature;
}

/** Instruments with strings, each tuned from the lowest string on. */
export const STRINGS: Strings[] = [
  { name: "fiddle", label: "Fiddle", tablature: { instrument: "violin", tuning: ["G,", "D", "A", "e"] } },
  { name: "mandolin", label: "Mandolin", tablature: { instrument: "mandolin", tuning: ["G,", "D", "A", "e"] } },
  { name: "banjo", label: "Tenor banjo, an octave up", tablature: { instrument: "mandolin", tuning: ["G,", "D", "A", "e"] } },
  { name: "bouzouki", label: "Bouzouki in GDAD, an octave up", tablature: { instrument: "mandolin", tuning: ["G,", "D", "A", "d"] } },
  { name: "guitar", label: "Guitar", tablature: { instrument: "guitar", tuning: ["E,", "A,", "D", "G", "B", "e"] } },
  { name: "dadgad", label: "Guitar in DADGAD", tablature: { instrument: "guitar", tuning: ["D,", "A,", "D", "G", "A", "d"] } },
  { name: "ukulele", label: "Ukulele, low G", tablature: { instrument: "mandolin", tuning: ["G,", "C", "E", "A"] } },
];

/** What the engraver is told to draw below the staff; nothing for an instrument without strings. */
export function tablatureParams(name: string): AbcVisualParams {
  const strings = STRINGS.find((strings) => strings.name === name);
  return strings ? { tablature: [{ ...strings.tablature, label: "" }] } : {};
}
