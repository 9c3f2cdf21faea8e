// Plays a score as the service performs it: starts, stops, loops, counts in, and lights the notes.

import { announcer } from "./announce.svelte";
import { api } from "./api";
import { countIn } from "./clicks";
import { preferences } from "./preferences.svelte";
import type { Score } from "./score";
import { Sounding } from "./sounding";
import { barAt, NOTHING, stretchOf, timelineOf, type Timeline } from "./timeline";
import type { Performance } from "./types";
import { bringIntoView, inView } from "./view";
import { voicesOf } from "./voices";

export type State = "silent" | "loading" | "counting" | "playing" | "paused";

const LEAD_SECONDS = 0.08; // between asking for a sound and hearing it, so that its start is not cut
const SAME = 0.001; // seconds
const AFTER_START = 0.6; // seconds into a bar, after which going back means its own start
const LIT = "lit";
const MUTE = "This browser cannot play sound: it has no Web Audio. Scores, editing and downloads work as ever.";

class Player {
  state = $state<State>("silent");
  /** Where in the performance it is, in seconds at the tune's own speed. */
  place = $state(0);
  length = $state(0);
  bar = $state<number | null>(null);
  loop = $state.raw<{ first: number; last: number } | null>(null);
  score = $state.raw<Score | null>(null);
  /** The drawings of the notes that sound. */
  lit = $state.raw<Element[]>([]);

  #performance = $state.raw<Performance | null>(null);
  #performed = "";
  #context: AudioContext | null = null;
  #timeline: Timeline = NOTHING;
  #sounding: Sounding | null = null;
  #attempt = 0;
  #awaited = "";

  /** How many times as fast as the tune's own speed. */
  get rate(): number {
    return preferences.playing.speed / 100;
  }

  /** Beats a minute at the chosen speed; null until the tune has been asked for. */
  get beatsAMinute(): number | null {
    return this.#performance && Math.round((60 / this.#performance.beat) * this.rate);
  }

  get active(): boolean {
    return this.state === "loading" || this.state === "counting" || this.state === "playing";
  }

  /** Put another score on the stand; `seconds` is how long the service says that it lasts, 0 where it does not say. */
  put(score: Score | null, seconds: number): void {
    const same = score?.abc === this.score?.abc;
    this.score = score;
    if (!same) {
      this.stop();
      [this.loop, this.#performance, this.#timeline] = [null, null, NOTHING];
    }
    if (!score) return;
    if (!this.#performance) this.length = seconds;
    if (score.abc === this.#awaited) void this.play();
  }

  /** Play a tune as soon as its score is on the stand. */
  async playSoon(abc: string): Promise<void> {
    if (this.score?.abc === abc) await this.play();
    else this.#awaited = abc;
  }

  /** Browsers give sound only to a page that its user has touched: call this while handling a click or key. */
  wake(): boolean {
    if (!("AudioContext" in window)) return false;
    this.#context ??= new AudioContext();
    void this.#context.resume();
    return true;
  }

  async play(): Promise<void> {
    this.#awaited = "";
    if (!this.score || this.active) return;
    if (!this.wake()) return announcer.complain(MUTE);
    const fresh = this.state !== "paused";
    await this.#start(fresh ? 0 : this.place, preferences.playing.countIn && fresh);
  }

  pause(): void {
    if (!this.active) return;
    this.#halt();
    this.state = "paused";
  }

  stop(): void {
    this.#halt();
    [this.state, this.place, this.bar] = ["silent", 0, null];
  }

  async toggle(): Promise<void> {
    if (this.active) this.pause();
    else await this.play();
  }

  async seek(place: number): Promise<void> {
    const running = this.active;
    this.#halt();
    [this.place, this.state] = [place, "paused"];
    this.#light(place);
    if (running) await this.#start(place, false);
  }

  /** Go so many bars on, or back; a bar that has sounded for a moment goes back to its own start first. */
  async step(by: number): Promise<void> {
    if (!this.score) return;
    await this.#performanceOf(this.score, preferences.playing.swing);
    const { bars } = this.#timeline;
    const here = bars.findLastIndex(({ at }) => at <= this.place + SAME);
    const within = by < 0 && this.place - (bars[here]?.at ?? 0) > AFTER_START;
    await this.seek(bars[Math.max(0, Math.min(bars.length - 1, here + by + (within ? 1 : 0)))]?.at ?? 0);
  }

  /** Take up what was changed in the preferences, at the same place of the tune. */
  async retune(): Promise<void> {
    if (this.active) await this.seek(this.place);
  }

  /** Play these bars over and over; null plays on. */
  async loopBars(bars: { first: number; last: number } | null): Promise<void> {
    this.loop = bars;
    if (this.active) await this.seek(this.place);
    else if (bars) await this.play();
  }

  async #start(from: number, counted: boolean): Promise<void> {
    const [score, context] = [this.score, this.#context];
    if (!score || !context) return;
    const attempt = ++this.#attempt;
    this.state = "loading";
    try {
      const { instrument, chords, swing } = preferences.playing;
      const performance = await this.#performanceOf(score, swing);
      const voices = await voicesOf(context, performance, instrument, chords);
      if (attempt !== this.#attempt) return;
      const loop = this.loop && stretchOf(this.#timeline, this.loop.first, this.loop.last);
      const within = !loop || (loop[0] <= from && from < loop[1]);
      const [beats, start] = counted ? this.#countedIn(context, performance) : [0, context.currentTime + LEAD_SECONDS];
      this.#sounding = new Sounding(context, voices, { start, from: within ? from : loop[0], speed: this.rate, loop });
      this.state = beats ? "counting" : "playing";
      requestAnimationFrame(() => this.#follow(attempt));
    } catch (error) {
      if (attempt !== this.#attempt) return;
      this.stop();
      announcer.failed(error);
    }
  }

  /** Click a bar's beats before the tune, less its pickup: how many, and when the tune begins. */
  #countedIn(context: AudioContext, { beat, beats, pickup }: Performance): [number, number] {
    const first = context.currentTime + LEAD_SECONDS;
    countIn(context, first, beats, beat / this.rate);
    return [beats, first + Math.max(0, beats * beat - pickup) / this.rate];
  }

  /** The performance of a score, asked for anew only where the text or the swing has changed. */
  async #performanceOf(score: Score, swing: number | null): Promise<Performance> {
    const wanted = JSON.stringify([score.abc, swing]);
    if (this.#performance && this.#performed === wanted) return this.#performance;
    const performance = await api.performance(score.abc, swing);
    if (this.score?.abc !== score.abc) return performance;
    [this.#performance, this.#performed, this.length] = [performance, wanted, performance.seconds];
    this.#timeline = timelineOf(performance, score.abc);
    return performance;
  }

  #follow(attempt: number): void {
    if (attempt !== this.#attempt || !this.#sounding) return;
    const { place } = this.#sounding;
    if (place >= this.length) return this.stop();
    if (place >= 0 && (this.state !== "counting" || place >= (this.#timeline.bars[0]?.at ?? 0))) {
      [this.state, this.place] = ["playing", place];
      this.#light(place);
    }
    requestAnimationFrame(() => this.#follow(attempt));
  }

  #light(place: number): void {
    const moment = this.#timeline.moments.findLast((moment) => moment.at <= place + SAME);
    const elements = moment?.places.flatMap((place) => this.score?.drawn(place) ?? []) ?? [];
    this.bar = barAt(this.#timeline, place);
    if (elements[0] === this.lit[0] && elements.length === this.lit.length) return;
    const watched = this.lit.some(inView); // who has scrolled away does not want to be fetched back
    this.#dim();
    for (const element of elements) element.classList.add(LIT);
    this.lit = elements;
    if (watched && elements[0]) bringIntoView(elements[0]);
  }

  #dim(): void {
    for (const element of this.lit) element.classList.remove(LIT);
    this.lit = [];
  }

  #halt(): void {
    this.#attempt += 1;
    this.#sounding?.stop();
    this.#sounding = null;
    this.#dim();
  }
}

export const player = new Player();
