// Two tunes side by side.

import { announcer } from "./announce.svelte";
import { api } from "./api";
import { bench } from "./bench.svelte";
import type { Tune } from "./types";

export interface Side {
  title: string;
  abc: string;
  seconds: number;
  tune: Tune | null;
}

class Comparison {
  sides = $state.raw<[Side, Side] | null>(null);

  /** The tune on the bench beside another. */
  with(other: Tune): void {
    const { title, abc, seconds, tune } = bench;
    this.sides = [side(other), { title, abc, seconds, tune }];
  }

  /** The tune on the bench beside the one that it was made from. */
  async withParent(): Promise<void> {
    if (!bench.parent) return;
    try {
      this.with(await api.tune(bench.parent));
    } catch (error) {
      announcer.failed(error);
    }
  }

  close(): void {
    this.sides = null;
  }
}

function side(tune: Tune): Side {
  return { title: tune.title, abc: tune.abc, seconds: tune.seconds, tune };
}

export const comparison = new Comparison();
