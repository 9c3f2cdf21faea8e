// Several ways to go on, side by side: each is heard, and the one that is chosen is kept.

import { announcer } from "./announce.svelte";
import { newSeed } from "./request.svelte";
import type { Tune } from "./types";

export interface Candidate {
  abc: string;
  keep: () => Promise<Tune>;
}

/** What candidates are made with: the text for a seed, and the same kept. */
export interface Maker {
  words: string;
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
      this.all = first.map((seed) => ({ abc: texts[seeds.indexOf(seed)] ?? "", keep: () => maker.keep(seed) }));
      this.maker = maker;
      announcer.dismiss();
    } catch (error) {
      announcer.failed(error);
    } finally {
      this.busy = false;
    }
  }

  close(): void {
    [this.maker, this.all] = [null, []];
  }
}

export const candidates = new Candidates();
