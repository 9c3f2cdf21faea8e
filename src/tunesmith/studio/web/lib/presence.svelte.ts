// Whether the service is there, and the key that it may want for writing.

import { service } from "./backend";
import { thisTab } from "./storage";

const STORED_KEY = "tunesmith.key";
const ASK_AGAIN_MS = 3000;

class Presence {
  away = $state(false);
  keyWanted = $state(false);
  /** Whether the service has refused the key that it was given. */
  keyRefused = $state(false);

  #key = thisTab.get<string>(STORED_KEY) ?? "";
  #waiting: ((given: boolean) => void)[] = [];
  #asking = 0;

  get authorization(): Record<string, string> {
    return this.#key ? { Authorization: `Bearer ${this.#key}` } : {};
  }

  seen(): void {
    this.away = false;
  }

  /** The studio did not answer: say so, and ask until it does. */
  lost(): void {
    this.away = true;
    if (!this.#asking) this.#asking = window.setTimeout(() => void this.#ask(), ASK_AGAIN_MS);
  }

  /** The service wants a key, or another one: resolves when its user has given one (true) or will not (false). */
  wantKey(): Promise<boolean> {
    [this.keyWanted, this.keyRefused] = [true, this.#key !== ""];
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** What was asked for the key goes on with this one, or without where there is none. */
  giveKey(key: string): void {
    this.#key = key;
    thisTab.put(STORED_KEY, key);
    this.keyWanted = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(key !== "");
  }

  async #ask(): Promise<void> {
    this.#asking = 0;
    try {
      await service.ask("/healthz", { cache: "no-store" });
      this.seen();
    } catch {
      this.lost();
    }
  }
}

export const presence = new Presence();
