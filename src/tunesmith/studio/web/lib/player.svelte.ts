// Plays a score: abcjs makes its sound out of note samples, the player starts, stops, loops and lights the notes.

import { renderAbc, synth } from "abcjs";
import type { SynthOptions, TuneObject } from "abcjs";
import { announcer } from "./announce.svelte";
import { api } from "./api";
import { countIn } from "./clicks";
import { GUITAR, PROGRAMS } from "./instruments";
import { preferences } from "./preferences.svelte";
import { Problem } from "./problem";
import type { Score } from "./score";
import { beatsOf, stretchOf, timelineOf, type Timeline } from "./timeline";
import { hasChords } from "./text";
import { bringIntoView, inView } from "./view";

export type State = "silent" | "loading" | "counting" | "playing" | "paused";

const LEAD_SECONDS = 0.08; // between asking for a sound and hearing it, so that its start is not cut
const LIT = "lit";

/** A sound that is running: the context's time at which second 0 of the tune would have begun. */
interface Run {
  source: AudioBufferSourceNode;
  origin: number;
  from: number;
}

class Player {
  state = $state<State>("silent");
  seconds = $state(0);
  duration = $state(0);
  bar = $state(0);
  loop = $state.raw<{ first: number; last: number } | null>(null);
  score = $state.raw<Score | null>(null);
  /** Beats a minute at which the tune is meant to go. */
  tempo = $state(120);

  #context: AudioContext | null = null;
  #sound: AudioBuffer | null = null;
  #soundOf = "";
  #timeline: Timeline = { moments: [], end: 0 };
  #run: Run | null = null;
  #lit: Element[] = [];
  #attempt = 0;
  #awaited = "";

  get beatsAMinute(): number {
    return Math.max(1, Math.round((this.tempo * preferences.playing.speed) / 100));
  }

  get active(): boolean {
    return this.state === "loading" || this.state === "counting" || this.state === "playing";
  }

  /** Put another score on the stand; `seconds` is how long the service says that it lasts, 0 where it does not say. */
  put(score: Score | null, seconds: number): void {
    const same = score?.abc === this.score?.abc;
    if (!same) this.stop();
    this.score = score;
    if (!score) return;
    const beats = beatsOf(score);
    this.tempo = seconds ? Math.round((beats * 60) / seconds) : Math.round(score.tune.getBpm());
    if (!same) this.loop = null;
    this.#retime();
    if (score.abc === this.#awaited) void this.play();
  }

  /** Play a tune as soon as its score is on the stand. */
  async playSoon(abc: string): Promise<void> {
    if (this.score?.abc === abc) await this.play();
    else this.#awaited = abc;
  }

  /** Browsers give sound only to a page that its user has touched: call this while handling a click or key. */
  wake(): void {
    this.#context ??= new AudioContext();
    void this.#context.resume();
  }

  async play(): Promise<void> {
    this.#awaited = "";
    if (!this.score || this.active) return;
    const from = this.state === "paused" ? this.seconds : 0;
    this.wake();
    await this.#start(from, preferences.playing.countIn && from === 0);
  }

  pause(): void {
    if (!this.active) return;
    this.#halt();
    this.state = "paused";
  }

  stop(): void {
    this.#halt();
    this.state = "silent";
    this.seconds = 0;
    this.bar = 0;
  }

  async toggle(): Promise<void> {
    if (this.active) this.pause();
    else await this.play();
  }

  async seek(seconds: number): Promise<void> {
    const running = this.active;
    this.#halt();
    this.seconds = seconds;
    this.state = "paused";
    this.#light(seconds);
    if (running) await this.#start(seconds, false);
  }

  /** Take up what was changed in the preferences, at the same place of the tune. */
  async retune(): Promise<void> {
    const share = this.duration ? this.seconds / this.duration : 0;
    this.#retime();
    if (this.state === "silent") return;
    await this.seek(share * this.duration);
  }

  /** Play these bars over and over; null plays on. */
  async loopBars(bars: { first: number; last: number } | null): Promise<void> {
    this.loop = bars;
    const stretch = bars && stretchOf(this.#timeline, bars.first, bars.last);
    if (stretch && this.active) await this.seek(stretch[0]);
    else if (stretch) {
      this.seconds = stretch[0];
      this.state = "paused";
    } else if (this.active) await this.seek(this.seconds);
  }

  async #start(from: number, counted: boolean): Promise<void> {
    const score = this.score;
    const context = this.#context;
    if (!score || !context) return;
    const attempt = ++this.#attempt;
    this.state = "loading";
    try {
      const sound = await this.#prepared(score, context);
      if (attempt === this.#attempt) this.#begin(score, context, sound, from, counted);
    } catch (error) {
      this.stop();
      announcer.failed(error);
    }
  }

  #begin(score: Score, context: AudioContext, sound: AudioBuffer, from: number, counted: boolean): void {
    const beat = 60 / this.beatsAMinute;
    const beats = counted ? Math.round(score.tune.getBeatsPerMeasure()) : 0;
    const pickup = counted ? (score.tune.getPickupLength() / score.tune.getBeatLength()) * beat : 0;
    const clicks = context.currentTime + LEAD_SECONDS;
    countIn(context, clicks, beats, beat);
    this.#sounding(context, sound, from, clicks + Math.max(0, beats * beat - pickup));
    this.state = counted ? "counting" : "playing";
    const attempt = this.#attempt;
    requestAnimationFrame(() => this.#follow(attempt));
  }

  #sounding(context: AudioContext, sound: AudioBuffer, from: number, at: number): void {
    const source = new AudioBufferSourceNode(context, { buffer: sound });
    const stretch = this.loop && stretchOf(this.#timeline, this.loop.first, this.loop.last);
    if (stretch) [source.loop, source.loopStart, source.loopEnd] = [true, ...stretch];
    source.connect(context.destination);
    source.start(at, from);
    this.#run = { source, origin: at - from, from };
  }

  /** The whole tune as one sound; made anew only where something about it has changed. */
  async #prepared(score: Score, context: AudioContext): Promise<AudioBuffer> {
    const { instrument, chords, swing } = preferences.playing;
    const wanted = JSON.stringify([score.abc, instrument, chords, swing, this.beatsAMinute]);
    if (this.#sound && this.#soundOf === wanted) return this.#sound;
    const options: SynthOptions = {
      soundFontUrl: "/samples/",
      program: PROGRAMS[instrument] ?? 0,
      chordsOff: !chords,
      chordprog: GUITAR,
      bassprog: GUITAR,
      bassvol: 58,
      chordvol: 44,
      swing,
      qpm: this.beatsAMinute,
    };
    const maker = new synth.CreateSynth();
    await maker.init({ visualObj: chords ? await accompanied(score) : score.tune, audioContext: context, options });
    await maker.prime();
    const sound = maker.getAudioBuffer();
    if (!sound) throw new Error("this tune has no notes to play");
    [this.#sound, this.#soundOf] = [sound, wanted];
    return sound;
  }

  #retime(): void {
    if (!this.score) return;
    this.#timeline = timelineOf(this.score, this.beatsAMinute);
    this.duration = this.#timeline.end;
  }

  #follow(attempt: number): void {
    if (attempt !== this.#attempt || !this.#run || !this.#context) return;
    const { source, origin, from } = this.#run;
    let now = this.#context.currentTime - origin;
    if (source.loop && now > source.loopEnd) {
      now = source.loopStart + ((now - source.loopStart) % (source.loopEnd - source.loopStart));
    }
    if (now >= this.duration) return this.stop();
    if (now >= from) {
      this.state = "playing";
      this.seconds = now;
      this.#light(now);
    }
    requestAnimationFrame(() => this.#follow(attempt));
  }

  #light(seconds: number): void {
    const moment = this.#timeline.moments.findLast((moment) => moment.at <= seconds + 0.001);
    const elements = moment?.elements ?? [];
    if (elements[0] === this.#lit[0] && elements.length === this.#lit.length) return;
    const watched = this.#lit.some(inView); // who has scrolled away does not want to be fetched back
    this.#dim();
    for (const element of elements) element.classList.add(LIT);
    this.#lit = elements;
    this.bar = moment?.bar ?? 0;
    if (watched && elements[0]) bringIntoView(elements[0]);
  }

  #dim(): void {
    for (const element of this.#lit) element.classList.remove(LIT);
    this.#lit = [];
  }

  #halt(): void {
    this.#attempt += 1;
    this.#run?.source.stop();
    this.#run = null;
    this.#dim();
  }
}

/** The tune with chords to be accompanied by: its own, or those that the service finds for it. */
async function accompanied(score: Score): Promise<TuneObject> {
  if (hasChords(score.abc)) return score.tune;
  try {
    const [tune] = renderAbc("*", await api.chords(score.abc));
    return tune ?? score.tune;
  } catch (error) {
    if (error instanceof Problem) return score.tune; // what the service cannot read is played as it stands
    throw error;
  }
}

export const player = new Player();
