// Tunebooks: ordered sets of tunes.

import { api } from "./api";
import type { Tune, Tunebook } from "./types";

class Tunebooks {
  all = $state.raw<Tunebook[]>([]);

  async load(): Promise<void> {
    this.all = await api.books();
  }

  async make(title: string, tunes: Tune[]): Promise<void> {
    const ids = tunes.map((tune) => tune.id);
    this.all = [await api.makeBook(title, ids), ...this.all];
  }

  async add(book: Tunebook, tune: Tune): Promise<void> {
    if (!book.tunes.includes(tune.id)) await this.change(book, { tunes: [...book.tunes, tune.id] });
  }

  async take(book: Tunebook, tuneId: string): Promise<void> {
    await this.change(book, { tunes: book.tunes.filter((id) => id !== tuneId) });
  }

  /** Move a tune up (-1) or down (+1). */
  async move(book: Tunebook, tuneId: string, by: -1 | 1): Promise<void> {
    const tunes = book.tunes.filter((id) => id !== tuneId);
    tunes.splice(book.tunes.indexOf(tuneId) + by, 0, tuneId);
    await this.change(book, { tunes });
  }

  async change(book: Tunebook, change: { title?: string; tunes?: string[] }): Promise<void> {
    const changed = await api.changeBook(book.id, change);
    this.all = this.all.map((other) => (other.id === book.id ? changed : other));
  }

  async remove(book: Tunebook): Promise<void> {
    await api.removeBook(book.id);
    this.all = this.all.filter((other) => other.id !== book.id);
  }
}

export const tunebooks = new Tunebooks();
