// From a performance to what sounds: each note with its sample, its loudness and how it dies away.

import { sample } from "./api";
import { programOf, releaseOf, samplePath } from "./instruments";
import { clicksOf } from "./metronome";
import type { Playing } from "./preferences.svelte";
import type { Choices, Performance, Sounded } from "./types";

/** A note that is ready to sound. */
export interface Voice {
  at: number;
  lasts: number;
  buffer: AudioBuffer;
  gain: number;
  release: number;
}

const RECORDED_VELOCITY = 96;
const UNDER_MELODY = 0.42; // about 9 dB below a melody of these samples, as in sound files

const fetched = new Map<string, Promise<AudioBuffer>>();

/** All notes in the order in which they begin; rejects with a Problem if a sample cannot be had. */
export async function voicesOf(
  context: BaseAudioContext,
  choices: Choices,
  performance: Performance,
  { instrument, chords, melodyMuted, melodyVolume, backingVolume, metronome }: Playing,
): Promise<Voice[]> {
  const usual = performance.parts.find((part) => part.name === "melody")?.program;
  const written = (part: Performance["parts"][number]) => part.name === "melody" || part.name === "voice";
  const volumeOf = (part: Performance["parts"][number]) =>
    (written(part) ? (melodyMuted ? 0 : melodyVolume) : chords ? backingVolume * UNDER_MELODY : 0) / 100;
  const parts = performance.parts.filter((part) => volumeOf(part) > 0);
  const voices = parts.flatMap((part) => {
    const chosen = written(part) && (part.program === usual || !samplePath(choices, part.program, 60));
    const program = (chosen ? programOf(choices, instrument) : null) ?? part.program;
    return part.notes.filter(({ velocity }) => velocity > 0).map((note) => voiceOf(context, choices, note, program, volumeOf(part)));
  });
  const ready = (await Promise.all(voices)).filter((voice) => voice !== null);
  if (metronome) ready.push(...clicksOf(context, performance));
  return ready.sort((one, other) => one.at - other.at);
}

async function voiceOf(
  context: BaseAudioContext,
  choices: Choices,
  note: Sounded,
  program: number,
  share: number,
): Promise<Voice | null> {
  const path = samplePath(choices, program, note.pitch);
  if (!path) return null;
  const gain = share * (note.velocity / RECORDED_VELOCITY) ** 2;
  return { at: note.at, lasts: note.lasts, buffer: await bufferOf(context, path), gain, release: releaseOf(choices, program) };
}

/** A sample, fetched and decoded once; what failed is tried again the next time. */
function bufferOf(context: BaseAudioContext, path: string): Promise<AudioBuffer> {
  let buffer = fetched.get(path);
  if (!buffer) {
    buffer = sample(path).then((bytes) => context.decodeAudioData(bytes));
    buffer.catch(() => fetched.delete(path));
    fetched.set(path, buffer);
  }
  return buffer;
}
