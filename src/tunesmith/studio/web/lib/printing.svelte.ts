// Whether the page is being printed: then scores are drawn for paper.

import { flushSync } from "svelte";

class Printing {
  active = $state(false);

  constructor() {
    window.addEventListener("beforeprint", () => flushSync(() => (this.active = true)));
    window.addEventListener("afterprint", () => (this.active = false));
  }
}

export const printing = new Printing();
