// The count-in: one bar of clicks before the tune, the first of them higher.

const SECONDS = 0.04;
const LOUDNESS = 0.25;

/** Click `beats` times from `start` on; resolves nothing, the clicks are on the context's own clock. */
export function countIn(context: AudioContext, start: number, beats: number, beatSeconds: number): void {
  for (let beat = 0; beat < beats; beat++) click(context, start + beat * beatSeconds, beat === 0 ? 1600 : 1100);
}

function click(context: AudioContext, at: number, hertz: number): void {
  const tone = new OscillatorNode(context, { frequency: hertz });
  const loudness = new GainNode(context, { gain: LOUDNESS });
  loudness.gain.setValueAtTime(LOUDNESS, at);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + SECONDS);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + SECONDS);
}
