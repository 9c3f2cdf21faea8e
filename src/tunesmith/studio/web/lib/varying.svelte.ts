// How the picked bars are to vary: which of them may, and how far.

import type { Variation } from "./api";
import { locks, passagesText, unlocked } from "./locks.svelte";
import { FAR } from "./words";
import { workbench } from "./workbench.svelte";

class Varying {
  /** The place in FAR of how far a variation goes. */
  far = $state(FAR.length - 1);

  /** The picked bars that are not locked; "" for none. */
  get bars(): string {
    const { selection, tune } = workbench;
    return selection ? passagesText(unlocked(selection.first, selection.last, locks.of(tune?.id ?? null))) : "";
  }

  /** What to ask of the service with this seed. */
  asked(temperature: number, seed: number): Variation {
    return { bars: this.bars, change: FAR[this.far]?.change ?? 1, temperature, seed };
  }
}

export const varying = new Varying();
