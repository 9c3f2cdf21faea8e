// Instruments that play on the page: their General MIDI programs, from 0, and where the notes of each lie.

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

const FOLDERS: Record<number, string> = {
  0: "acoustic_grand_piano",
  21: "accordion",
  23: "tango_accordion",
  25: "acoustic_guitar_steel",
  40: "violin",
  46: "orchestral_harp",
  73: "flute",
  74: "recorder",
  105: "banjo",
};
const LETTERS = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"];
const [LOWEST, HIGHEST] = [24, 99];
const RINGING = new Set([0, 25, 46, 105]); // struck and plucked strings are not damped at once

/** Where the sample of a note lies; null for a note that no instrument here has. */
export function samplePath(program: number, pitch: number): string | null {
  if (pitch < LOWEST || pitch > HIGHEST) return null;
  return `/samples/${FOLDERS[program] ?? FOLDERS[0]}-mp3/${LETTERS[pitch % 12]}${Math.floor(pitch / 12) - 1}.mp3`;
}

/** How many seconds a note takes to die away after its end. */
export function releaseOf(program: number): number {
  return RINGING.has(program) ? 0.25 : 0.07;
}
