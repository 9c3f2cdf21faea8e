// Sounds notes at their times on the audio context's own clock, a little ahead of it, so that nothing on the page delays one.

import type { Voice } from "./voices";

/** From when (the context's time) and where (seconds of the performance) to sound, what to repeat, and how fast. */
export interface Passage {
  start: number;
  from: number;
  /** What is played round by round, and in how many rounds; without it, what there is once. */
  loop: { first: number; end: number; rounds: number } | null;
  /** How fast a round is, counted from 0. */
  speedOf: (round: number) => number;
}

const AHEAD_SECONDS = 1.6; // a page in the background is woken only once a second
const LOOK_MS = 250;
const LOUDNESS = 2;
const HUSH_SECONDS = 0.03;

/** Where the music is: the round, and the second of the performance; past its end when all is over. */
interface Place {
  round: number;
  at: number;
}

/** A voice and when it sounds, in seconds of the clock after the start. */
interface Coming {
  voice: Voice;
  after: number;
  speed: number;
}

export class Sounding {
  readonly #context: AudioContext;
  readonly #passage: Passage;
  readonly #coming: Iterator<Coming>;
  readonly #out: GainNode;
  readonly #timer: number;
  #next: IteratorResult<Coming>;

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

  /** Which round and second of the performance is heard now; before the start, what lies before it. */
  get place(): Place {
    return placeAt(this.#passage, this.#context.currentTime - this.#passage.start);
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
      const { voice, after, speed } = this.#next.value;
      const at = this.#passage.start + after;
      if (at > until) return;
      this.#sound(voice, at, speed);
      this.#next = this.#coming.next();
    }
  }

  #sound({ buffer, gain, lasts, release }: Voice, at: number, speed: number): void {
    const end = at + lasts / speed;
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    const loudness = new GainNode(this.#context, { gain });
    loudness.gain.setValueAtTime(gain, end);
    loudness.gain.linearRampToValueAtTime(0, end + release);
    source.connect(loudness).connect(this.#out);
    source.start(at);
    source.stop(end + release);
  }
}

/** Where a passage is so many seconds of the clock after its start. */
export function placeAt({ from, loop, speedOf }: Passage, seconds: number): Place {
  let [left, start] = [seconds, from];
  for (let round = 0; ; round++) {
    const speed = speedOf(round);
    const lasts = loop ? (loop.end - start) / speed : Infinity;
    if (left < lasts) return { round, at: start + left * speed };
    if (loop && round + 1 >= loop.rounds) return { round, at: Infinity };
    [left, start] = [left - lasts, loop?.first ?? 0];
  }
}

/** The notes as they come; a loop without end never ends. */
function* sequence(voices: Voice[], { from, loop, speedOf }: Passage): Generator<Coming> {
  const { first, end, rounds } = loop ?? { first: 0, end: Infinity, rounds: 1 };
  let [passed, start] = [0, from];
  for (let round = 0; round < rounds; round++) {
    const speed = speedOf(round);
    const within = voices.filter(({ at }) => start <= at && at < end);
    if (round && !within.length) return;
    for (const voice of within) yield { voice, after: passed + (voice.at - start) / speed, speed };
    [passed, start] = [passed + (end - start) / speed, first];
  }
}
