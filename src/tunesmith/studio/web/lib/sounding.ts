// Sounds notes at their times on the audio context's own clock, a little ahead of it, so that nothing on the page delays one.

import type { Voice } from "./voices";

/** From when (the context's time) and where (seconds of the performance) to sound, how fast, and what to repeat. */
interface Passage {
  start: number;
  from: number;
  speed: number;
  loop: [number, number] | null;
}

const AHEAD_SECONDS = 1.6; // a page in the background is woken only once a second
const LOOK_MS = 250;
const LOUDNESS = 2;
const HUSH_SECONDS = 0.03;

export class Sounding {
  readonly #context: AudioContext;
  readonly #passage: Passage;
  readonly #coming: Iterator<{ voice: Voice; since: number }>;
  readonly #out: GainNode;
  readonly #timer: number;
  #next: IteratorResult<{ voice: Voice; since: number }>;

  constructor(context: AudioContext, voices: Voice[], passage: Passage) {
    this.#context = context;
    this.#passage = passage;
    this.#coming = sequence(voices, passage);
    this.#next = this.#coming.next();
    this.#out = new GainNode(context, { gain: LOUDNESS });
    const limiter = new DynamicsCompressorNode(context, { threshold: -9, knee: 6, ratio: 8, attack: 0.003, release: 0.1 });
    this.#out.connect(limiter).connect(context.destination);
    this.#timer = window.setInterval(() => this.#fill(), LOOK_MS);
    this.#fill();
  }

  /** Which second of the performance is heard now; before the start, how long that still takes, as what lies before it. */
  get place(): number {
    const { start, from, speed, loop } = this.#passage;
    const since = (this.#context.currentTime - start) * speed;
    if (!loop || from + since < loop[1]) return from + since;
    return loop[0] + ((since - (loop[1] - from)) % (loop[1] - loop[0]));
  }

  stop(): void {
    window.clearInterval(this.#timer);
    const { currentTime } = this.#context;
    this.#out.gain.setValueAtTime(LOUDNESS, currentTime);
    this.#out.gain.linearRampToValueAtTime(0, currentTime + HUSH_SECONDS);
    window.setTimeout(() => this.#out.disconnect(), 1000 * HUSH_SECONDS + 50);
  }

  #fill(): void {
    const until = this.#context.currentTime + AHEAD_SECONDS;
    while (!this.#next.done) {
      const { voice, since } = this.#next.value;
      const at = this.#passage.start + since / this.#passage.speed;
      if (at > until) return;
      this.#sound(voice, at);
      this.#next = this.#coming.next();
    }
  }

  #sound({ buffer, gain, lasts, release }: Voice, at: number): void {
    const end = at + lasts / this.#passage.speed;
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    const loudness = new GainNode(this.#context, { gain });
    loudness.gain.setValueAtTime(gain, end);
    loudness.gain.linearRampToValueAtTime(0, end + release);
    source.connect(loudness).connect(this.#out);
    source.start(at);
    source.stop(end + release);
  }
}

/** The notes as they come, with the seconds since the passage's start; a loop never ends. */
function* sequence(voices: Voice[], { from, loop }: Passage): Generator<{ voice: Voice; since: number }> {
  const [first, end] = loop ?? [0, Infinity];
  const within = (start: number) => voices.filter(({ at }) => start <= at && at < end);
  for (const voice of within(from)) yield { voice, since: voice.at - from };
  const again = loop ? within(first) : [];
  for (let passed = end - from; again.length; passed += end - first) {
    for (const voice of again) yield { voice, since: passed + voice.at - first };
  }
}
