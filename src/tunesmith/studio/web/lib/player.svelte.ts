// Plays a score as the service performs it: starts, stops, loops, counts in, and lights the notes.

import { announcer } from "./announce.svelte";
import { answered } from "./answering";
import { api } from "./api";
import { countIn } from "./clicks";
import { preferences } from "./preferences.svelte";
import type { Score } from "./score";
import { Sounding, type Passage } from "./sounding";
import { barAt, NOTHING, stretchOf, timelineOf, type Timeline } from "./timeline";
import type { Performance } from "./types";
import { bringIntoView, inView } from "./view";
import { voicesOf } from "./voices";
import { request } from "./request.svelte";

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
  /** Which time it is played, from 0. */
  round = $state(0);
  bar = $state<number | null>(null);
  loop = $state.raw<{ first: number; last: number } | null>(null);
  score = $state.raw<Score | null>(null);
  /** The drawings of the notes that sound. */
  lit = $state.raw<Element[]>([]);
  /** What comes when a tune has been played to its end. */
  onend: (() => void) | null = null;

  #performance = $state.raw<Performance | null>(null);
  #performed = "";
  #context: AudioContext | null = null;
  #timeline: Timeline = NOTHING;
  #sounding: Sounding | null = null;
  #attempt = 0;
  #awaited = "";
  #expected = "";
  #began = 0;

  /** How many times as fast as the tune's own speed. */
  get rate(): number {
    return this.#rateOf(this.round);
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
    [this.score, this.#expected] = [score, ""];
    if (!same) {
      this.stop();
      [this.loop, this.#performance, this.#timeline] = [null, null, NOTHING];
    }
    if (!score) return;
    if (!this.#performance) this.length = seconds;
    if (score.abc === this.#awaited) void this.play();
  }

  /** A score of this text comes onto the stand next, and it is what Play means; "" if none comes after all. */
  expect(abc: string): void {
    if (!abc && this.#awaited === this.#expected) this.#awaited = "";
    this.#expected = abc;
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
    if (this.#expected) return void (this.#awaited = this.#expected);
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
    [this.state, this.place, this.bar, this.round] = ["silent", 0, null, 0];
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

  /** Play from the note at a place in the text on. */
  async playFrom(offset: number): Promise<void> {
    if (!this.score || !this.wake()) return;
    const { score } = this;
    await this.#performanceOf(score);
    const [wanted] = score.drawn(offset);
    const moment = this.#timeline.moments.find(({ places }) => places.some((place) => score.drawn(place)[0] === wanted));
    this.#halt();
    await this.#start(moment?.at ?? 0, preferences.playing.countIn);
  }

  /** Go so many bars on, or back; a bar that has sounded for a moment goes back to its own start first. */
  async step(by: number): Promise<void> {
    if (!this.score) return;
    await this.#performanceOf(this.score);
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
    [this.loop, this.round] = [bars, 0];
    if (this.active) await this.seek(this.place);
    else if (bars) await this.play();
  }

  async #start(from: number, counted: boolean): Promise<void> {
    const [score, context] = [this.score, this.#context];
    if (!score || !context) return;
    const attempt = ++this.#attempt;
    this.state = "loading";
    try {
      const performance = await this.#performanceOf(score);
      const voices = await voicesOf(context, await request.offered(), performance, preferences.playing);
      if (attempt !== this.#attempt) return;
      const [beats, start] = counted ? this.#countedIn(context, performance) : [0, context.currentTime + LEAD_SECONDS];
      this.#sounding = new Sounding(context, voices, this.#passage(start, from));
      this.state = beats ? "counting" : "playing";
      requestAnimationFrame(() => this.#follow(attempt));
    } catch (error) {
      if (attempt !== this.#attempt) return;
      this.stop();
      announcer.failed(error);
    }
  }

  /** What is to be played, from when and where on: the loop, or the whole tune as often as it is asked for. */
  #passage(start: number, from: number): Passage {
    const stretch = this.loop && stretchOf(this.#timeline, this.loop.first, this.loop.last);
    const [first, end] = stretch ?? [0, this.length];
    const within = first <= from && from < end;
    const began = (this.#began = this.round);
    return {
      start,
      from: within ? from : first,
      loop: { first, end, rounds: stretch ? Infinity : Math.max(1, preferences.playing.times - began) },
      speedOf: (round) => this.#rateOf(began + round),
    };
  }

  /** How fast a round is: each is faster by the chosen step, up to the fastest. */
  #rateOf(round: number): number {
    const { speed, climb, fastest } = preferences.playing;
    return Math.max(speed, climb ? Math.min(fastest, speed + climb * round) : speed) / 100;
  }

  /** Click a bar's beats before the tune, less its pickup: how many, and when the tune begins. */
  #countedIn(context: AudioContext, { beat, beats, pickup }: Performance): [number, number] {
    const first = context.currentTime + LEAD_SECONDS;
    countIn(context, first, beats, beat / this.rate);
    return [beats, first + Math.max(0, beats * beat - pickup) / this.rate];
  }

  /** The performance of a score, asked for anew only where the text or how it is played has changed. */
  async #performanceOf(score: Score): Promise<Performance> {
    const { swing, backing, answer } = preferences.playing;
    const wanted = JSON.stringify([score.abc, swing, backing, answer]);
    if (this.#performance && this.#performed === wanted) return this.#performance;
    const played = await api.performance(score.abc, swing, backing);
    const performance = answer ? answered(played, answer) : played;
    if (this.score?.abc !== score.abc) return performance;
    [this.#performance, this.#performed, this.length] = [performance, wanted, performance.seconds];
    this.#timeline = timelineOf(performance, score.abc);
    return performance;
  }

  #follow(attempt: number): void {
    if (attempt !== this.#attempt || !this.#sounding) return;
    const { at: place, round } = this.#sounding.place;
    if (place >= this.length) {
      this.stop();
      return this.onend?.();
    }
    this.round = this.#began + round;
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
