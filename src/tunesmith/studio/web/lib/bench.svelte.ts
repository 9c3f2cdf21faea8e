// The bench: the one tune that is being worked on, and all that can be done to it.

import { announcer } from "./announce.svelte";
import { api } from "./api";
import { library } from "./library.svelte";
import { Problem } from "./problem";
import { composeWatched } from "./stream";
import { retitled, titleOf } from "./text";
import type { CheckAnswer, ComposeOptions, Finding, Tune } from "./types";
import { Undo } from "./undo.svelte";
import { barsName, keyName } from "./words";

interface Snapshot {
  abc: string;
  tune: Tune | null;
}

/** Bars of the score, counted from 1, both included. */
export interface Selection {
  first: number;
  last: number;
}

/** A tune that is being composed, as far as it has come. */
export interface Draft {
  abc: string;
  bars: number;
  seed: number | null;
}

const STORED = "tunesmith.bench";
const CHECK_AFTER_MS = 300;
const ONE_EDIT_MS = 1000; // keystrokes closer together than this are undone together

class Bench {
  abc = $state("");
  tune = $state.raw<Tune | null>(null);
  draft = $state.raw<Draft | null>(null);
  check = $state.raw<CheckAnswer | null>(null);
  findings = $state.raw<Finding[]>([]);
  selection = $state.raw<Selection | null>(null);
  busy = $state("");
  undone = new Undo<Snapshot>();

  #composing: AbortController | null = null;
  #checking: AbortController | null = null;
  #checkTimer = 0;
  #edited = 0;

  get title(): string {
    return this.unsaved ? titleOf(this.abc) || "Untitled" : (this.tune?.title ?? "");
  }

  /** Whether the text differs from what the service keeps. */
  get unsaved(): boolean {
    return this.abc !== (this.tune?.abc ?? "");
  }

  /** How long the tune lasts; 0 while nobody has said. */
  get seconds(): number {
    return (this.unsaved ? this.check?.seconds : this.tune?.seconds) ?? 0;
  }

  /** The id of the tune that this one was made from, if it was made from another. */
  get parent(): string | null {
    const parent = this.tune?.recipe.parent ?? null;
    return parent === this.tune?.id ? null : parent;
  }

  get empty(): boolean {
    return !this.abc.trim() && !this.draft;
  }

  /** Compose a tune and watch it come; null if it was stopped or refused. */
  async compose(options: ComposeOptions): Promise<Tune | null> {
    this.#composing?.abort();
    const composing = new AbortController();
    this.#composing = composing;
    this.draft = { abc: "", bars: 0, seed: null };
    try {
      const tune = await composeWatched(options, this.#watcher(), composing.signal);
      this.#put(tune);
      announcer.tell(`Composed: ${tune.title}, ${tune.bars} bars in ${keyName(tune.key)}.`);
      return tune;
    } catch (error) {
      if (composing.signal.aborted) announcer.say("Stopped.");
      else announcer.failed(error);
      return null;
    } finally {
      if (this.#composing === composing) this.draft = null;
    }
  }

  stopComposing(): void {
    this.#composing?.abort();
  }

  /** Put a stored tune on the bench. */
  open(tune: Tune): void {
    this.#put(tune);
    announcer.tell(`Opened: ${tune.title}.`);
  }

  /** Put a text on the bench that the service does not keep yet. */
  bring(abc: string): void {
    this.#remember();
    this.#show({ abc, tune: null });
  }

  /** Take up what was on the bench when the page was left. */
  async restore(): Promise<void> {
    const stored = JSON.parse(localStorage.getItem(STORED) ?? "null") as { id: string | null; abc: string } | null;
    if (!stored?.abc) return;
    const tune = stored.id ? await api.tune(stored.id).catch(() => null) : null;
    this.#show({ abc: stored.abc, tune });
  }

  /** The text was edited by hand. */
  edit(abc: string): void {
    const now = Date.now();
    if (now - this.#edited > ONE_EDIT_MS) this.#remember();
    this.#edited = now;
    this.abc = abc;
    this.#changed();
  }

  undo(): void {
    this.#travel(this.undone.undo({ abc: this.abc, tune: this.tune }), "Undone.");
  }

  redo(): void {
    this.#travel(this.undone.redo({ abc: this.abc, tune: this.tune }), "Done again.");
  }

  async keep(): Promise<void> {
    await this.#work("Keeping", async () => {
      await this.#kept();
      announcer.say("Kept.");
    });
  }

  async vary(temperature: number): Promise<void> {
    const bars = this.selection;
    if (!bars) return;
    const asked = bars.first === bars.last ? `${bars.first}` : `${bars.first}-${bars.last}`;
    const words = `Varying ${barsName(bars.first, bars.last)}`;
    await this.#make(words, (tune) => api.vary(tune.id, asked, temperature));
    this.selection = bars;
  }

  async proceed(temperature: number): Promise<void> {
    await this.#make("Continuing", (tune) => api.proceed(tune.id, temperature));
  }

  async mend(): Promise<void> {
    await this.#make("Mending", (tune) => api.mend(tune.id));
  }

  async transpose(semitones: number): Promise<void> {
    await this.#make("Transposing", (tune) => api.transpose(tune.id, semitones));
  }

  async writeChords(): Promise<void> {
    await this.#work("Writing chords", async () => {
      const abc = await api.chords(this.abc);
      this.#remember();
      this.abc = abc;
      this.#changed();
      announcer.tell("Chords written.");
    });
  }

  async rename(title: string): Promise<void> {
    if (!title || title === this.title) return;
    if (this.unsaved || !this.tune) return this.edit(retitled(this.abc, title));
    const { id } = this.tune;
    await this.#work("Renaming", async () => this.took(await api.change(id, { title })));
  }

  async star(): Promise<void> {
    await this.#work("Starring", async () => {
      const tune = await this.#kept();
      this.took(await api.change(tune.id, { starred: !tune.starred }));
    });
  }

  /** The service has a tune anew; if it is the one on the bench, show it as it is now. */
  took(tune: Tune): void {
    library.took(tune);
    if (tune.id !== this.tune?.id) return;
    if (!this.unsaved) this.abc = tune.abc;
    this.tune = tune;
    this.#store();
  }

  /** A tune was deleted; if it is the one on the bench, its text stays, unsaved. */
  lost(id: string): void {
    if (this.tune?.id === id) this.tune = null;
    this.#store();
  }

  #watcher() {
    const grow = (change: Partial<Draft>) => {
      if (this.draft) this.draft = { ...this.draft, ...change };
    };
    return {
      start: (seed: number) => grow({ seed }),
      text: (text: string) => grow({ abc: (this.draft?.abc ?? "") + text }),
      bar: (bars: number) => grow({ bars }),
    };
  }

  /** Work on the tune as the service keeps it, which gives a new tune beside it. */
  async #make(words: string, work: (tune: Tune) => Promise<Tune>): Promise<void> {
    await this.#work(words, async () => {
      const tune = await work(await this.#kept());
      this.#put(tune);
      announcer.tell(`${words}: done. ${tune.bars} bars.`);
    });
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

  /** The tune as the service keeps it, after it has been given what is on the bench. */
  async #kept(): Promise<Tune> {
    if (this.tune && !this.unsaved) return this.tune;
    const tune = this.tune
      ? await api.change(this.tune.id, { abc: this.abc, title: this.title })
      : await api.bring(this.abc);
    this.tune = tune;
    this.abc = tune.abc;
    library.took(tune);
    this.#changed();
    return tune;
  }

  #put(tune: Tune): void {
    if (this.abc) this.#remember();
    library.took(tune);
    this.#show({ abc: tune.abc, tune });
  }

  #remember(): void {
    this.undone.remember({ abc: this.abc, tune: this.tune });
    this.#edited = 0;
  }

  #travel(to: Snapshot | null, words: string): void {
    if (!to) return;
    this.#edited = 0;
    this.#show(to);
    announcer.tell(words);
  }

  #show({ abc, tune }: Snapshot): void {
    [this.abc, this.tune, this.selection] = [abc, tune, null];
    this.findings = tune?.abc === abc ? tune.check.findings : [];
    announcer.dismiss();
    this.#changed();
  }

  #changed(): void {
    this.#store();
    window.clearTimeout(this.#checkTimer);
    this.#checkTimer = window.setTimeout(() => void this.#check(), CHECK_AFTER_MS);
  }

  #store(): void {
    localStorage.setItem(STORED, JSON.stringify({ id: this.tune?.id ?? null, abc: this.abc }));
  }

  async #check(): Promise<void> {
    this.#checking?.abort();
    if (!this.abc.trim()) return this.#judged(null, []);
    const checking = new AbortController();
    this.#checking = checking;
    try {
      const answer = await api.check(this.abc, checking.signal);
      this.#judged(answer, answer.findings);
    } catch (error) {
      if (!checking.signal.aborted) this.#judged(null, error instanceof Problem ? unreadable(error) : []);
    }
  }

  #judged(check: CheckAnswer | null, findings: Finding[]): void {
    [this.check, this.findings] = [check, findings];
  }
}

/** A text that cannot be read at all, as one finding where the reading stopped. */
function unreadable(problem: Problem): Finding[] {
  return problem.errors.map(({ reason, line = 1, column = 1 }) => {
    return { code: "unreadable", severity: "error", message: reason, line, column, mend: null };
  });
}

export const bench = new Bench();
