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
  #beside = $state.raw<Record<string, Tune>>({}); // tunes that are known but not in the list

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
    [this.tunes, this.#next, this.loaded] = [page.tunes, page.next, true];
  }

  async loadMore(): Promise<void> {
    if (!this.#next) return;
    const page = await api.list({ query: this.query.trim(), starred: this.starredOnly, cursor: this.#next });
    [this.tunes, this.#next] = [[...this.tunes, ...page.tunes], page.next];
  }

  /** A tune by its id, if it is known here. */
  known(id: string): Tune | undefined {
    return this.tunes.find((tune) => tune.id === id) ?? this.#beside[id];
  }

  /** Get to know these tunes; those that are not there any more stay unknown. */
  async meet(ids: string[]): Promise<void> {
    const missing = ids.filter((id) => !this.known(id));
    const tunes = await Promise.all(missing.map((id) => api.tune(id).catch(absent)));
    const met = tunes.filter((tune) => tune !== null).map((tune) => [tune.id, tune]);
    this.#beside = { ...this.#beside, ...(Object.fromEntries(met) as Record<string, Tune>) };
  }

  /** Know a tune as the service has it, wherever the list shows it. */
  note(tune: Tune): void {
    this.#beside = { ...this.#beside, [tune.id]: tune };
  }

  /** Show a tune as the service now has it; a new one comes first. */
  took(tune: Tune): void {
    const [newest] = this.tunes;
    this.#changes += 1;
    if (this.#beside[tune.id]) this.#beside = { ...this.#beside, [tune.id]: tune };
    if (this.tunes.some(({ id }) => id === tune.id)) this.tunes = this.tunes.map((old) => (old.id === tune.id ? tune : old));
    else if (!newest || newest.created < tune.created) this.tunes = [tune, ...this.tunes];
    else this.note(tune);
  }

  async remove(id: string): Promise<void> {
    await api.remove(id);
    this.#changes += 1;
    this.tunes = this.tunes.filter((tune) => tune.id !== id);
    const { [id]: _, ...others } = this.#beside;
    this.#beside = others;
  }

  /** Put a deleted tune back. */
  async restore(id: string): Promise<Tune> {
    const tune = await api.restore(id);
    await this.load();
    if (!this.known(id)) this.note(tune);
    return tune;
  }
}

function absent(error: unknown): null {
  if (error instanceof Problem && error.absent) return null;
  throw error;
}

export const library = new Library();
