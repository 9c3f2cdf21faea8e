// Editing the text: for as long as it lasts, score and text are in sight together, and the bar at the caret is shown.

import { flushSync } from "svelte";

const PLACES = ".editor, .paper, .player";

class Editing {
  active = $state(false);
  /** Where in the text the caret is. */
  caret = $state(0);

  begin(area: HTMLTextAreaElement): void {
    this.move(area);
    if (!this.active) inPlace(area, () => (this.active = true));
  }

  move(area: HTMLTextAreaElement): void {
    this.caret = area.selectionStart;
  }

  /** Give the score its whole height again; `anchor` stays where it is on the screen. */
  end(anchor: Element | null): void {
    if (this.active) inPlace(anchor ?? document.body, () => (this.active = false));
  }

  /** A click, or the focus, went to this element: editing ends when neither it nor the focus has to do with it. */
  wentTo(target: Element): void {
    if (this.active && ![target, document.activeElement].some((one) => one?.closest(PLACES))) this.end(target);
  }
}

/** Change the layout so that an element stays at its place on the screen. */
function inPlace(element: Element, change: () => void): void {
  const before = element.getBoundingClientRect().top;
  flushSync(change);
  window.scrollBy({ top: element.getBoundingClientRect().top - before, behavior: "instant" });
}

export const editing = new Editing();
