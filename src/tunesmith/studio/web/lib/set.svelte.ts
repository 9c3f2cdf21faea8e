// A set: tunes played one after the other, each with its own repeats.

import { announcer } from "./announce.svelte";
import { workbench } from "./workbench.svelte";
import { library } from "./library.svelte";
import { player } from "./player.svelte";
import type { Tune } from "./types";
import { showScore } from "./view";

class PlayedSet {
  tunes = $state.raw<Tune[]>([]);
  /** Which tune is played, from 0. */
  place = $state(0);

  /** Whether its tune is on the bench: who opens another has left the set. */
  get active(): boolean {
    const tune = this.tunes[this.place];
    return tune !== undefined && tune.id === workbench.tune?.id;
  }

  /** Play these tunes from the first on; call this while handling a click or key. */
  async play(ids: string[]): Promise<void> {
    player.wake();
    await announcer.attempt(library.meet(ids));
    this.tunes = ids.map((id) => library.known(id)).filter((tune) => tune !== undefined);
    player.onend = () => void (this.active ? this.#turnTo(this.place + 1) : this.end());
    await this.#turnTo(0);
  }

  end(): void {
    this.tunes = [];
    player.onend = null;
    player.stop();
  }

  async #turnTo(place: number): Promise<void> {
    const tune = this.tunes[place];
    if (!tune) return this.end();
    this.place = place;
    workbench.put(tune);
    announcer.tell(`${place + 1} of ${this.tunes.length}: ${tune.title}.`);
    await showScore();
    await player.playSoon(tune.abc);
  }
}

export const playedSet = new PlayedSet();
