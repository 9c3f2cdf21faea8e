// A metronome as one more voice: a click on every beat of every bar, the first of each bar higher.

import type { Performance } from "./types";
import type { Voice } from "./voices";

const SECONDS = 0.05;
const LOUDNESS = 0.35;
const HIGH = 1600; // hertz
const LOW = 1100;

/** The clicks of a whole performance; those of a pickup lie where its beats would. */
export function clicksOf(context: BaseAudioContext, { bars, seconds, beat, beats }: Performance): Voice[] {
  const [high, low] = [clickOf(context, HIGH), clickOf(context, LOW)];
  return bars.flatMap(({ at }, index) => {
    const end = bars[index + 1]?.at ?? seconds;
    const count = Math.max(1, Math.round((end - at) / beat));
    const first = count < beats && index === 0 ? end - count * beat : at;
    return Array.from({ length: count }, (_, nth) => ({
      at: Math.max(0, first + nth * beat),
      lasts: SECONDS,
      buffer: nth === 0 && count >= beats ? high : low,
      gain: LOUDNESS,
      release: 0.01,
    }));
  });
}

function clickOf(context: BaseAudioContext, hertz: number): AudioBuffer {
  const length = Math.ceil(SECONDS * context.sampleRate);
  const buffer = context.createBuffer(1, length, context.sampleRate);
  const samples = buffer.getChannelData(0);
  for (let n = 0; n < length; n++) {
    samples[n] = Math.sin((2 * Math.PI * hertz * n) / context.sampleRate) * Math.exp((-6 * n) / length);
  }
  return buffer;
}
