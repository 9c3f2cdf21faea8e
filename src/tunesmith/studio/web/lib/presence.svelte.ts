// Whether the service is there, and the key that it may want for writing.

const STORED_KEY = "tunesmith.key";
const ASK_AGAIN_MS = 3000;

class Presence {
  away = $state(false);
  keyWanted = $state(false);
  #key = sessionStorage.getItem(STORED_KEY) ?? "";
  #asking = 0;

  get authorization(): Record<string, string> {
    return this.#key ? { Authorization: `Bearer ${this.#key}` } : {};
  }

  seen(): void {
    this.away = false;
  }

  /** Nobody answered: say so, and ask until somebody does. */
  lost(): void {
    this.away = true;
    if (!this.#asking) this.#asking = window.setTimeout(() => void this.#ask(), ASK_AGAIN_MS);
  }

  wantKey(): void {
    this.keyWanted = true;
  }

  giveKey(key: string): void {
    this.#key = key;
    sessionStorage.setItem(STORED_KEY, key);
    this.keyWanted = false;
  }

  async #ask(): Promise<void> {
    this.#asking = 0;
    try {
      await fetch("/healthz", { cache: "no-store" });
      this.seen();
    } catch {
      this.lost();
    }
  }
}

export const presence = new Presence();
