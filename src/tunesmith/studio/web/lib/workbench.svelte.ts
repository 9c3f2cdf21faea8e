// The bench: the one tune that is being worked on, its text, and the way back to what it was.

import { pointAt } from "./address";
import { announcer } from "./announce.svelte";
import { api } from "./api";
import { library } from "./library.svelte";
import { review } from "./review.svelte";
import { everywhere, thisTab } from "./storage";
import { titleOf } from "./text";
import type { Tune } from "./types";
import { Undo } from "./undo.svelte";

/** What was on the bench: a text, and the id of the tune that it belongs to. */
interface Snapshot {
  abc: string;
  id: string | null;
}

/** Bars of the score by their numbers, both included. */
export interface Selection {
  first: number;
  last: number;
}

/** What the browser remembers of the bench. */
interface Stored {
  id: string | null;
  abc: string;
  unsaved: boolean;
}

const STORED = "tunesmith.bench";
const UNDO = "tunesmith.undo";
const STORE_AFTER_MS = 200; // long texts are not stored with every key
const ONE_EDIT_MS = 1000; // keystrokes closer together than this are undone together

class Workbench {
  abc = $state("");
  tune = $state.raw<Tune | null>(null);
  selection = $state.raw<Selection | null>(null);
  /** Where in the text the note is written that was clicked last. */
  note = $state<number | null>(null);
  undone = new Undo<Snapshot>(thisTab, UNDO);
  /** Whether a tune of before is on its way here. */
  awaited = $state(false);

  #edited = 0;
  #storing = 0;
  #begun = false; // whether anything has been put on the bench since the page was opened

  constructor() {
    window.addEventListener("pagehide", () => this.#storing && this.#store());
  }

  get title(): string {
    return this.unsaved ? titleOf(this.abc) || "Untitled" : (this.tune?.title ?? "");
  }

  /** Whether the text differs from what the service keeps. */
  get unsaved(): boolean {
    return this.abc !== (this.tune?.abc ?? "");
  }

  /** How long the tune lasts; 0 while it is unknown. */
  get seconds(): number {
    return (this.unsaved ? review.check?.seconds : this.tune?.seconds) ?? 0;
  }

  /** The id of the tune that this one was made from, if it was made from another. */
  get parent(): string | null {
    const parent = this.tune?.recipe.parent ?? null;
    return parent === this.tune?.id ? null : parent;
  }

  get empty(): boolean {
    return !this.abc.trim();
  }

  /** Put a stored tune on the bench, in place of what lies there. */
  put(tune: Tune): void {
    if (!this.empty) this.#remember();
    library.took(tune);
    this.#show(tune.abc, tune);
  }

  open(tune: Tune): void {
    this.put(tune);
    announcer.tell(`Opened: ${tune.title}.`);
  }

  /** Put a text on the bench that the service does not keep yet. */
  bring(abc: string): void {
    if (!this.empty) this.#remember();
    this.#show(abc, null);
  }

  /** Take up what was on the bench when this tab, or else the last one, was left; of a tune, if that is asked for. */
  async restore(id?: string): Promise<void> {
    const stored = thisTab.get<Stored>(STORED) ?? everywhere.get<Stored>(STORED);
    const wanted = id ?? stored?.id ?? null;
    const mine = stored?.id === wanted ? stored : null;
    this.awaited = wanted !== null;
    const coming = wanted ? api.tune(wanted).catch((error: unknown) => forgiven(error, mine)) : null;
    const tune = await Promise.resolve(coming).finally(() => (this.awaited = false));
    const abc = mine && (mine.unsaved || !tune) ? mine.abc : tune?.abc;
    if (tune) library.note(tune);
    if (abc) this.arrive(abc, tune);
  }

  /** Put on the bench what the page opens by itself at its start, or below what somebody was quicker to put there. */
  arrive(abc: string, tune: Tune | null): void {
    if (this.#begun) this.undone.layBelow({ abc, id: tune?.id ?? null });
    else this.#lay(abc, tune);
  }

  /** The text was edited by hand. */
  edit(abc: string): void {
    const now = Date.now();
    if (now - this.#edited > ONE_EDIT_MS) this.#remember();
    this.#edited = now;
    this.abc = abc;
    this.#changed();
  }

  /** The text was changed otherwise, in one step. */
  rewrite(abc: string): void {
    this.#remember();
    this.abc = abc;
    this.#changed();
  }

  async undo(): Promise<void> {
    await this.#travel(this.undone.undo(this.#now), "Undone.");
  }

  async redo(): Promise<void> {
    await this.#travel(this.undone.redo(this.#now), "Done again.");
  }

  /** What is on the bench is kept as this tune from now on. */
  became(tune: Tune): void {
    [this.tune, this.abc] = [tune, tune.abc];
    library.took(tune);
    this.#changed();
  }

  /** The service has a tune anew; if it is the one on the bench, show it as it is now. */
  took(tune: Tune): void {
    library.took(tune);
    if (tune.id !== this.tune?.id) return;
    if (!this.unsaved) this.abc = tune.abc;
    this.tune = tune;
    this.#changed();
  }

  /** A tune was deleted; if it is the one on the bench, its text stays, unsaved. */
  lost(id: string): void {
    if (this.tune?.id !== id) return;
    this.tune = null;
    this.#changed();
  }

  /** A deleted tune is back; if its text still lies here, it belongs to it again. */
  found(tune: Tune): void {
    if (!this.tune && this.abc === tune.abc) this.became(tune);
  }

  #remember(): void {
    this.undone.remember(this.#now);
    this.#edited = 0;
  }

  get #now(): Snapshot {
    return { abc: this.abc, id: this.tune?.id ?? null };
  }

  /** Show a text of before, as a text of the tune as it is kept now. */
  async #travel(to: Snapshot | null, words: string): Promise<void> {
    if (!to) return;
    this.#edited = 0;
    if (to.id) await library.meet([to.id]).catch(() => {}); // a text without its tune is better than none
    this.#show(to.abc, (to.id && library.known(to.id)) || null);
    announcer.tell(words);
  }

  #show(abc: string, tune: Tune | null): void {
    announcer.dismiss();
    this.#lay(abc, tune);
  }

  #lay(abc: string, tune: Tune | null): void {
    [this.abc, this.tune, this.selection, this.note] = [abc, tune, null, null];
    this.#changed();
  }

  #changed(): void {
    this.#begun = true;
    this.#storing ||= window.setTimeout(() => this.#store(), STORE_AFTER_MS);
    pointAt(this.tune?.id ?? null);
    review.read(this.abc, this.tune?.abc === this.abc ? this.tune.check.findings : null);
  }

  #store(): void {
    window.clearTimeout(this.#storing);
    this.#storing = 0;
    const stored: Stored = { id: this.tune?.id ?? null, abc: this.abc, unsaved: this.unsaved };
    thisTab.put(STORED, stored);
    everywhere.put(STORED, stored);
  }
}

/** That the service does not give a tune matters less where the browser remembers its text. */
function forgiven(error: unknown, mine: Stored | null): null {
  if (!mine) throw error;
  return null;
}

export const workbench = new Workbench();
