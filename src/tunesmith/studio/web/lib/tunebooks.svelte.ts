// Tunebooks: ordered sets of tunes.

import { api } from "./api";
import type { Tune, Tunebook } from "./types";

class Tunebooks {
  all = $state.raw<Tunebook[]>([]);
  /** The tunebook that is to be shown next, by its id. */
  shown = $state("");

  async load(): Promise<void> {
    this.all = await api.books();
  }

  async make(title: string, tunes: Tune[]): Promise<Tunebook> {
    const ids = tunes.map((tune) => tune.id);
    const book = await api.makeBook(title, ids);
    this.all = [book, ...this.all];
    return book;
  }

  /** A tunebook beside this one, its tunes moved together; it is shown. */
  async transpose(book: Tunebook, key: string): Promise<void> {
    const moved = await api.transposeBook(book.id, { key });
    this.all = [moved, ...this.all];
    this.shown = moved.id;
  }

  async add(book: Tunebook, tune: Tune): Promise<void> {
    await this.#order(book, (tunes) => (tunes.includes(tune.id) ? tunes : [...tunes, tune.id]));
  }

  async take(book: Tunebook, tuneId: string): Promise<void> {
    await this.#order(book, (tunes) => tunes.filter((id) => id !== tuneId));
  }

  /** Move a tune up (-1) or down (+1). */
  async move(book: Tunebook, tuneId: string, by: -1 | 1): Promise<void> {
    await this.#order(book, (tunes) => {
      const moved = tunes.filter((id) => id !== tuneId);
      moved.splice(tunes.indexOf(tuneId) + by, 0, tuneId);
      return moved;
    });
  }

  async rename(book: Tunebook, title: string): Promise<void> {
    this.#took(await api.changeBook(book.id, { title }));
  }

  /** Give a tunebook other tunes or another order, beginning from what other tabs and people have made of it meanwhile. */
  async #order(book: Tunebook, change: (tunes: string[]) => string[]): Promise<void> {
    const { tunes } = await api.book(book.id);
    this.#took(await api.changeBook(book.id, { tunes: change(tunes) }));
  }

  #took(changed: Tunebook): void {
    this.all = this.all.map((other) => (other.id === changed.id ? changed : other));
  }

  async remove(book: Tunebook): Promise<void> {
    await api.removeBook(book.id);
    this.all = this.all.filter((other) => other.id !== book.id);
  }

  /** Put a deleted tunebook back. */
  async restore(id: string): Promise<void> {
    await api.restoreBook(id);
    await this.load();
  }
}

export const tunebooks = new Tunebooks();
