// Instruments that play on the page: their General MIDI programs, from 0, and where the notes of each lie.

import samples from "./samples.json";

export const PROGRAMS: Record<string, number> = {
  accordion: 21,
  banjo: 105,
  concertina: 23,
  fiddle: 40,
  flute: 73,
  harp: 46,
  piano: 0,
  whistle: 74,
};

// The folders of General MIDI's programs, from 0, and the notes in each, as they are rendered with the build.
const { letters, lowest, highest } = samples;
const folders: Record<string, string> = samples.folders;
const RINGING = new Set([0, 25, 46, 105]); // struck and plucked strings are not damped at once

/** Where the sample of a note lies; null for a note that no instrument here has. */
export function samplePath(program: number, pitch: number): string | null {
  if (pitch < lowest || pitch > highest) return null;
  return `/samples/${folders[program] ?? folders[0]}-mp3/${letters[pitch % 12]}${Math.floor(pitch / 12) - 1}.mp3`;
}

/** How many seconds a note takes to die away after its end. */
export function releaseOf(program: number): number {
  return RINGING.has(program) ? 0.25 : 0.07;
}
