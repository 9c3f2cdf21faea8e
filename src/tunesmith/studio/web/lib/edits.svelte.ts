// What can be done to the tune on the bench; one thing at a time.

import { announcer } from "./announce.svelte";
import { api, type Goal } from "./api";
import { candidates, type Maker } from "./candidates.svelte";
import { locks } from "./locks.svelte";
import { newSeed } from "./request.svelte";
import { varying } from "./varying.svelte";
import { workbench } from "./workbench.svelte";
import { Problem } from "./problem";
import { hasChords, retitled } from "./text";
import type { Tune } from "./types";
import { barsName } from "./words";

const OF = 8; // tunes, out of which each second part is taken
const ALL_LOCKED = "All of these bars are locked. Unlock some of them to vary them.";

class Edits {
  /** What is being done; "" for nothing. */
  busy = $state("");

  async keep(): Promise<void> {
    await this.#work("Keeping", async () => {
      const { tune } = workbench;
      const now = await kept();
      if (!tune || now.id === tune.id) announcer.say("Kept.");
    });
  }

  /** Keep the text as a tune of its own, and leave the one that it was made from as it is. */
  async keepBeside(): Promise<void> {
    await this.#work("Keeping", async () => {
      workbench.became(await api.bring(workbench.abc));
      announcer.say("Kept as a new tune.");
    });
  }

  async goBack(version: number): Promise<void> {
    const { tune } = workbench;
    if (!tune) return;
    await this.#work("Going back", async () => {
      workbench.put(await api.goBack(tune.id, version));
      announcer.say(`This is version ${version} again.`);
    });
  }

  async vary(temperature: number): Promise<void> {
    const bars = workbench.selection;
    if (!bars) return;
    if (!varying.bars) return announcer.complain(ALL_LOCKED);
    const words = `Varying ${barsName(bars.first, bars.last)}`;
    await this.#make(words, (tune) => api.vary(tune.id, varying.asked(temperature, newSeed())));
    workbench.selection = bars;
  }

  /** Several variations of the picked bars, to choose from. */
  async varySeveral(temperature: number): Promise<void> {
    const bars = workbench.selection;
    if (!bars) return;
    if (!varying.bars) return announcer.complain(ALL_LOCKED);
    const { abc } = workbench;
    const asked = (seed: number) => varying.asked(temperature, seed);
    await this.#offer("Varying", {
      words: `Other notes for ${barsName(bars.first, bars.last)}`,
      make: (seed) => api.varied(abc, asked(seed)),
      keep: async (seed) => api.vary((await kept()).id, asked(seed)),
    });
  }

  /** Several second parts for the first one, to choose from. */
  async secondParts(temperature: number): Promise<void> {
    const { abc } = workbench;
    const asked = (seed: number) => ({ temperature, seed, ending: "home", best_of: OF });
    await this.#offer("Composing second parts", {
      words: "A second part for this one",
      make: (seed) => api.withSecondPart(abc, asked(seed)),
      keep: async (seed) => api.secondPart((await kept()).id, asked(seed)),
    });
  }

  /** Keep the candidate that was chosen; the bars that were picked stay so, to be varied again. */
  async choose(keep: () => Promise<Tune>): Promise<void> {
    const bars = workbench.selection;
    await this.#make("Keeping your choice", keep);
    if (bars && bars.last <= (workbench.tune?.bars ?? 0)) workbench.selection = bars;
  }

  async proceed(temperature: number): Promise<void> {
    await this.#make("Continuing", (tune) => api.proceed(tune.id, temperature));
  }

  async fix(): Promise<void> {
    await this.#make("Fixing", (tune) => api.fix(tune.id));
  }

  async transpose(goal: Goal): Promise<void> {
    await this.#make("Transposing", (tune) => api.transpose(tune.id, goal));
  }

  async writeChords(): Promise<void> {
    await this.#work("Writing chords", async () => {
      workbench.rewrite(await api.chords(workbench.abc, hasChords(workbench.abc)));
      announcer.tell("Chords written.");
    });
  }

  /** Other chords in one bar; whether they could be written. */
  async writeChordsIn(bar: number, chords: string): Promise<boolean> {
    const before = workbench.abc;
    await this.#work("Writing chords", async () => workbench.rewrite(await api.chordsInBar(before, bar, chords)));
    return workbench.abc !== before;
  }

  /** A second voice below the melody. */
  async writeSecondVoice(instrument: string): Promise<void> {
    await this.#work("Writing a second voice", async () => {
      workbench.rewrite(await api.secondVoice(workbench.abc, instrument));
      announcer.tell("Second voice written.");
    });
  }

  async rename(title: string): Promise<void> {
    if (!title || title === workbench.title) return;
    if (workbench.unsaved || !workbench.tune) return workbench.rewrite(retitled(workbench.abc, title));
    const { tune } = workbench;
    await this.#work("Renaming", async () => workbench.took(await api.change(tune, { title })));
  }

  async star(): Promise<void> {
    await this.#work("Starring", async () => {
      const tune = workbench.tune ?? (await kept());
      workbench.took(await api.star(tune.id, !tune.starred));
    });
  }

  /** Work on the tune as the service keeps it, which gives a new tune beside it. */
  async #make(words: string, work: (tune: Tune) => Promise<Tune>): Promise<void> {
    await this.#work(words, async () => {
      const before = await kept();
      const tune = await work(before);
      locks.handOn(before.id, tune.id);
      workbench.put(tune);
      announcer.tell(`${words}: done. ${tune.bars} bars.`);
    });
  }

  async #offer(words: string, maker: Maker): Promise<void> {
    if (this.busy) return;
    this.busy = words;
    await candidates.offer(maker);
    this.busy = "";
  }

  async #work(words: string, work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = words;
    try {
      await work();
      announcer.dismiss();
    } catch (error) {
      announcer.failed(error);
    } finally {
      this.busy = "";
    }
  }
}

/** The tune as the service keeps it, after it has been given what is on the bench. */
async function kept(): Promise<Tune> {
  if (workbench.tune && !workbench.unsaved) return workbench.tune;
  const tune = (workbench.tune && (await changed(workbench.tune))) ?? (await api.bring(workbench.abc));
  workbench.became(tune);
  return tune;
}

const STALE = "This tune was changed elsewhere meanwhile, so your text is kept as a new tune beside it.";

/** The stored tune with the text on the bench; null if somebody has deleted or changed it meanwhile. */
async function changed(tune: Tune): Promise<Tune | null> {
  try {
    return await api.change(tune, { abc: workbench.abc });
  } catch (error) {
    if (!(error instanceof Problem && (error.absent || error.stale))) throw error;
    if (error.stale) announcer.warn(STALE);
    return null;
  }
}

export const edits = new Edits();
