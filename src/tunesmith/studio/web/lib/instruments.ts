// Instruments of the page and their General MIDI programs, from 0; each has its notes under /samples.

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
export const GUITAR = 25;
