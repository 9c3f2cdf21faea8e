// Composing: the tune that is on its way, and how far it has come.

import { announcer } from "./announce.svelte";
import { api } from "./api";
import { candidates } from "./candidates.svelte";
import { wordsByField } from "./problem";
import { workbench } from "./workbench.svelte";
import { thisTab } from "./storage";
import { composeWatched, type Watcher } from "./stream";
import type { ComposeOptions, Tune } from "./types";
import { request } from "./request.svelte";
import { keyName } from "./words";

/** A tune that is being composed, as far as it has come. */
interface Draft {
  abc: string;
  bars: number;
}

const BEGUN = "tunesmith.begun";

class Composing {
  draft = $state.raw<Draft | null>(null);

  #running: AbortController | null = null;

  constructor() {
    window.addEventListener("beforeunload", () => this.draft && thisTab.put(BEGUN, true));
  }

  /** Compose a tune and watch it come; null if it was stopped or refused. Options may be on their way still. */
  async start(options: ComposeOptions | Promise<ComposeOptions>): Promise<Tune | null> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.draft = { abc: "", bars: 0 };
    request.refused = {};
    try {
      const asked = await options;
      running.signal.throwIfAborted();
      const tune = await composeWatched(asked, this.#watcher(), running.signal);
      thisTab.drop(BEGUN);
      workbench.put(tune);
      announcer.tell(`Composed: ${tune.title}, ${tune.bars} bars in ${keyName(tune.key)}.`);
      return tune;
    } catch (error) {
      if (running.signal.aborted) announcer.say("Stopped.");
      else {
        request.refused = wordsByField(error);
        announcer.failed(error);
      }
      return null;
    } finally {
      if (this.#running === running) this.draft = null;
    }
  }

  /** Compose several tunes as asked, to choose from. */
  async several(options: ComposeOptions): Promise<void> {
    request.refused = {};
    await candidates.offer({
      words: "New tunes to choose from",
      several: true,
      make: (seed) => api.composed({ ...options, seed }),
      keep: (seed) => api.compose({ ...options, seed }),
    });
  }

  stop(): void {
    this.#running?.abort();
  }

  /** Say so where the page was left in the middle of a tune. */
  recall(): void {
    if (!thisTab.get(BEGUN)) return;
    thisTab.drop(BEGUN);
    announcer.say("The tune that was being composed was given up when the page was left. Press Compose for another.");
  }

  #watcher(): Watcher {
    const grow = (change: Partial<Draft>) => {
      if (this.draft) this.draft = { ...this.draft, ...change };
    };
    return {
      text: (text) => grow({ abc: (this.draft?.abc ?? "") + text }),
      bar: (bars) => grow({ bars }),
    };
  }
}

export const composing = new Composing();
