// What is on the stand: the score of the bench, or while a dialog is open, one of its scores, each with a name.

import { player } from "./player.svelte";
import type { Score } from "./score";

class Audition {
  scores = $state.raw<Readonly<Partial<Record<string, Score | null>>>>({});
  /** Which one is to be heard, and how many seconds it lasts; 0 if that is not known. */
  #chosen = $state.raw<{ name: string; seconds: number } | null>(null);
  #waits = false;
  #open = false;
  #benched: { score: Score | null; seconds: number } = { score: null, seconds: 0 };

  /** The bench is drawn, and drawn again where its width or its text changes; it waits while a dialog is open. */
  bench(score: Score | null, seconds: number): void {
    this.#benched = { score, seconds };
    if (!this.#open) player.put(score, seconds);
  }

  /** The bench is about to be drawn from this text; "" if it cannot be, and its last drawing stays. */
  expect(abc: string): void {
    if (!this.#open) player.expect(abc);
  }

  /** The dialog opens. */
  begin(): void {
    this.#open = true;
    player.stop();
  }

  /** One is drawn, or drawn again: its notes are lit in the new drawing. */
  drawn(name: string, score: Score | null): void {
    this.scores = { ...this.scores, [name]: score };
    if (name === this.#chosen?.name) void this.#hear();
  }

  sounds(name: string): boolean {
    return player.active && name === this.#chosen?.name;
  }

  /** Play one, as soon as it is drawn; or stop, if it is the one that sounds. */
  async play(name: string, seconds: number): Promise<void> {
    const sounded = this.sounds(name);
    this.stop();
    if (sounded) return;
    [this.#chosen, this.#waits] = [{ name, seconds }, true];
    await this.#hear();
  }

  stop(): void {
    [this.#chosen, this.#waits] = [null, false];
    player.stop();
  }

  /** The dialog is closed. */
  end(): void {
    this.stop();
    [this.#open, this.scores] = [false, {}];
    player.put(this.#benched.score, this.#benched.seconds);
  }

  async #hear(): Promise<void> {
    const score = this.#chosen && this.scores[this.#chosen.name];
    if (!score) return;
    player.put(score, this.#chosen?.seconds ?? 0);
    if (!this.#waits) return;
    this.#waits = false;
    await player.play();
  }
}

export const audition = new Audition();
