// Several ways to go on, side by side: each is heard, and the one that is chosen is kept.

import { announcer } from "./announce.svelte";
import { library } from "./library.svelte";
import { newSeed } from "./request.svelte";
import type { Tune } from "./types";

export interface Candidate {
  abc: string;
  kept: Tune | null;
  keep: () => Promise<Tune>;
}

/** What candidates are made with: the text for a seed, and the same kept. */
export interface Maker {
  words: string;
  /** Whether each is a tune of its own, of which several may be kept; else one takes the place of what is on the bench. */
  several?: boolean;
  make: (seed: number) => Promise<string>;
  keep: (seed: number) => Promise<Tune>;
}

const COUNT = 4;

class Candidates {
  maker = $state.raw<Maker | null>(null);
  all = $state.raw<Candidate[]>([]);
  busy = $state(false);

  /** Show a few; none if one of them cannot be made, and then say why. */
  async offer(maker: Maker): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const seeds = Array.from({ length: COUNT }, newSeed);
      const texts = await Promise.all(seeds.map((seed) => maker.make(seed)));
      const first = seeds.filter((_, index) => texts.indexOf(texts[index] ?? "") === index);
      this.all = first.map((seed) => ({ abc: texts[seeds.indexOf(seed)] ?? "", kept: null, keep: () => maker.keep(seed) }));
      this.maker = maker;
      announcer.dismiss();
    } catch (error) {
      announcer.failed(error);
    } finally {
      this.busy = false;
    }
  }

  /** Keep one of several, and leave the others to be chosen too. */
  async keep(candidate: Candidate): Promise<void> {
    if (candidate.kept || this.busy) return;
    this.busy = true;
    await announcer.attempt(candidate.keep().then((tune) => this.#kept(candidate, tune)));
    this.busy = false;
  }

  #kept(candidate: Candidate, tune: Tune): void {
    library.took(tune);
    this.all = this.all.map((one) => (one === candidate ? { ...one, kept: tune } : one));
    announcer.tell(`Kept: ${tune.title}.`);
  }

  close(): void {
    [this.maker, this.all] = [null, []];
  }
}

export const candidates = new Candidates();
