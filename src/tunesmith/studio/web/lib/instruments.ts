// Instruments that play on the page: which sound each has, and where its notes lie, as the service says.

import samples from "./samples.json";
import type { Choices } from "./types";

const { letters, lowest, highest } = samples;
const ACOUSTIC_PIANO = 0; // plays the programs that there are no notes of

/** Where the sample of a note lies; null for a note that no instrument here has. */
export function samplePath({ sounds }: Choices, program: number, pitch: number): string | null {
  const sound = sounds[program] ?? sounds[ACOUSTIC_PIANO];
  if (!sound || pitch < lowest || pitch > highest) return null;
  return `/samples/${sound.folder}-mp3/${letters[pitch % 12]}${Math.floor(pitch / 12) - 1}.mp3`;
}

/** How many seconds a note takes to die away after its end: struck and plucked strings are not damped at once. */
export function releaseOf({ sounds }: Choices, program: number): number {
  return sounds[program]?.rings ? 0.25 : 0.07;
}

/** The name of an instrument that may be called by another: a whistle is a tin whistle. */
export function nameOf(choices: Choices | null, name: string): string {
  return choices?.aliases[name] ?? name;
}

/** The program of an instrument; null for one that does not sound here. */
export function programOf(choices: Choices, name: string): number | null {
  return choices.programs[nameOf(choices, name)] ?? null;
}
