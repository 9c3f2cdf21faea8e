// Scores that are heard in a dialog, while the one on the bench waits.

import { player } from "./player.svelte";
import type { Score } from "./score";
import { workbench } from "./workbench.svelte";

export class Audition {
  #benched: Score | null = null;

  /** The dialog opens. */
  begin(): void {
    player.stop();
    this.#benched = player.score;
  }

  /** Play a score; or stop, if it is the one that sounds. */
  async play(score: Score | null, seconds: number): Promise<void> {
    const sounding = player.active && player.score === score;
    player.stop();
    if (sounding) return;
    player.put(score, seconds);
    await player.play();
  }

  /** The dialog is closed. */
  end(): void {
    player.stop();
    player.put(this.#benched, workbench.seconds);
  }
}
