// What the user of this browser thinks of tunes; it stays in the browser until it is exported.

import { api } from "./api";
import { save } from "./files";
import { everywhere } from "./storage";

const RATINGS = "tunesmith.ratings";

export const DEGREES = ["Not at all", "Not much", "It is all right", "I like it", "I love it"] as const;

class Ratings {
  /** From a tune's id to 1 (not at all) to 5 (love it). */
  all = $state.raw<Record<string, number>>(everywhere.get<Record<string, number>>(RATINGS) ?? {});

  get count(): number {
    return Object.keys(this.all).length;
  }

  of(id: string): number | null {
    return this.all[id] ?? null;
  }

  rate(id: string, degree: number): void {
    this.all = { ...this.all, [id]: degree };
    everywhere.put(RATINGS, this.all);
  }

  /** A file with one JSON object a line: the rating, and the tune's text and recipe; rejects with a Problem. */
  async export(): Promise<void> {
    const lines: string[] = [];
    for (const [id, rating] of Object.entries(this.all)) {
      const { title, abc, recipe } = await api.tune(id);
      lines.push(JSON.stringify({ rating, of: DEGREES.length, title, abc, recipe }));
    }
    save(new Blob([`${lines.join("\n")}\n`], { type: "application/jsonl" }), "Tunesmith ratings", "jsonl");
  }
}

export const ratings = new Ratings();
