// Two tunes side by side.

import { announcer } from "./announce.svelte";
import { api } from "./api";
import { workbench } from "./workbench.svelte";
import type { Tune } from "./types";

export interface Side {
  /** What it is to the other: "Before" and "Now". */
  name: string;
  title: string;
  abc: string;
  seconds: number;
  tune: Tune | null;
}

class Comparison {
  sides = $state.raw<[Side, Side] | null>(null);

  /** The tune on the bench beside another. */
  with(other: Tune): void {
    this.sides = [stored("From your tunes", other), benched("On the bench")];
  }

  /** The tune on the bench beside the one that it was made from. */
  async withParent(): Promise<void> {
    const { parent } = workbench;
    if (!parent) return;
    await announcer.attempt(api.tune(parent).then((tune) => (this.sides = [stored("Before", tune), benched("Now")])));
  }

  close(): void {
    this.sides = null;
  }
}

function stored(name: string, tune: Tune): Side {
  return { name, title: tune.title, abc: tune.abc, seconds: tune.seconds, tune };
}

function benched(name: string): Side {
  const { title, abc, seconds, tune } = workbench;
  return { name, title, abc, seconds, tune };
}

export const comparison = new Comparison();
