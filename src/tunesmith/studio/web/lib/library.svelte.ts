// The tunes that the service keeps: searched, starred, opened, deleted.

import { api } from "./api";
import { Problem } from "./problem";
import type { Tune } from "./types";

class Library {
  tunes = $state.raw<Tune[]>([]);
  query = $state("");
  starredOnly = $state(false);
  loaded = $state(false);

  #next = $state<string | null>(null);
  #asked = 0;
  #changes = 0; // of kept tunes, from this page
  #known = $state.raw<Record<string, Tune>>({}); // all that came by, whether or not a search still finds them

  get more(): boolean {
    return this.#next !== null;
  }

  /** The newest tunes that fit the search. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    const changes = this.#changes;
    const page = await api.list({ query: this.query.trim(), starred: this.starredOnly });
    if (asked !== this.#asked) return; // a later search has overtaken this one
    if (changes !== this.#changes) return this.load(); // the answer may be older than a change that was made here
    this.#learn(page.tunes);
    [this.tunes, this.#next, this.loaded] = [page.tunes, page.next, true];
  }

  async loadMore(): Promise<void> {
    if (!this.#next) return;
    const page = await api.list({ query: this.query.trim(), starred: this.starredOnly, cursor: this.#next });
    this.#learn(page.tunes);
    [this.tunes, this.#next] = [[...this.tunes, ...page.tunes], page.next];
  }

  /** A tune by its id, if it is known here. */
  known(id: string): Tune | undefined {
    return this.#known[id];
  }

  /** Get to know these tunes; those that are not there any more stay unknown. */
  async meet(ids: string[]): Promise<void> {
    const missing = ids.filter((id) => !this.known(id));
    const tunes = await Promise.all(missing.map((id) => api.tune(id).catch(absent)));
    this.#learn(tunes.filter((tune) => tune !== null));
  }

  /** Know a tune as the service has it, without a place in the list. */
  note(tune: Tune): void {
    this.#learn([tune]);
  }

  /** Show a tune as the service now has it; a new one comes first. */
  took(tune: Tune): void {
    const [newest] = this.tunes;
    this.#changes += 1;
    this.#learn([tune]);
    if (this.tunes.some(({ id }) => id === tune.id)) this.tunes = this.tunes.map((old) => (old.id === tune.id ? tune : old));
    else if (!newest || newest.created < tune.created) this.tunes = [tune, ...this.tunes];
  }

  async remove(id: string): Promise<void> {
    await api.remove(id);
    this.#changes += 1;
    this.tunes = this.tunes.filter((tune) => tune.id !== id);
    const { [id]: _, ...others } = this.#known;
    this.#known = others;
  }

  /** Put a deleted tune back. */
  async restore(id: string): Promise<Tune> {
    const tune = await api.restore(id);
    await this.load();
    this.#learn([tune]);
    return tune;
  }

  #learn(tunes: Tune[]): void {
    this.#known = { ...this.#known, ...Object.fromEntries(tunes.map((tune) => [tune.id, tune])) };
  }
}

function absent(error: unknown): null {
  if (error instanceof Problem && error.absent) return null;
  throw error;
}

export const library = new Library();
