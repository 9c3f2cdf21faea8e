// What the browser remembers for the page; where it does not let the page write, the page says so once and goes on.

import { announcer } from "./announce.svelte";

const REFUSED = "This browser does not let the page remember anything; what you keep is still kept by the studio.";

let complained = false;

function complain(): void {
  if (!complained) announcer.warn(REFUSED);
  complained = true;
}

/** A drawer of the browser's: `localStorage` for all tabs and visits, `sessionStorage` for this tab alone. */
export class Drawer {
  constructor(private readonly kind: "localStorage" | "sessionStorage") {}

  /** What was put under a name; null if nothing was, or nothing that can be read. */
  get<Value>(name: string): Value | null {
    try {
      return JSON.parse(window[this.kind].getItem(name) ?? "null") as Value | null;
    } catch {
      return null; // no access, or written by something else: as if nothing were there
    }
  }

  put(name: string, value: unknown): void {
    try {
      window[this.kind].setItem(name, JSON.stringify(value));
    } catch {
      complain();
    }
  }

  drop(name: string): void {
    try {
      window[this.kind].removeItem(name);
    } catch {
      complain();
    }
  }
}

export const everywhere = new Drawer("localStorage");
export const thisTab = new Drawer("sessionStorage");
