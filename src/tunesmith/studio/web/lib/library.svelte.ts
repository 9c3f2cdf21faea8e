// The tunes that the service keeps: searched, starred, opened, deleted.

import { api } from "./api";
import type { Tune } from "./types";

class Library {
  tunes = $state.raw<Tune[]>([]);
  query = $state("");
  starredOnly = $state(false);
  loaded = $state(false);
  #next = $state<string | null>(null);
  #asked = 0;

  get more(): boolean {
    return this.#next !== null;
  }

  /** The newest tunes that fit the search. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    const page = await api.list({ query: this.query.trim(), starred: this.starredOnly });
    if (asked !== this.#asked) return; // a later search has overtaken this one
    [this.tunes, this.#next, this.loaded] = [page.tunes, page.next, true];
  }

  async loadMore(): Promise<void> {
    if (!this.#next) return;
    const page = await api.list({ query: this.query.trim(), starred: this.starredOnly, cursor: this.#next });
    [this.tunes, this.#next] = [[...this.tunes, ...page.tunes], page.next];
  }

  /** Show a tune as the service now has it; a new one comes first. */
  took(tune: Tune): void {
    const known = this.tunes.some((other) => other.id === tune.id);
    this.tunes = known ? this.tunes.map((other) => (other.id === tune.id ? tune : other)) : [tune, ...this.tunes];
  }

  async remove(id: string): Promise<void> {
    await api.remove(id);
    this.tunes = this.tunes.filter((tune) => tune.id !== id);
  }
}

export const library = new Library();
