// Keys that mean the same all over the page: space plays, arrows seek, Ctrl+Z undoes.

import { workbench } from "./workbench.svelte";
import { player } from "./player.svelte";

const TYPED_IN = "textarea, select, input:not([type=range], [type=radio], [type=checkbox])";
const PRESSED = "button, summary, a[href], input[type=radio], input[type=checkbox]";
const MOVED_IN = `${TYPED_IN}, input[type=range], input[type=radio], [role=listbox], [role=toolbar], [data-moves]`;
const SEEKS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

let byKeyboard = false;
let played = false;

/** Whether the focus was last moved by keys; what was clicked keeps the focus, but space is not meant for it. */
export function focusIsByKeyboard(): boolean {
  return byKeyboard;
}

export function onpointerdown(): void {
  byKeyboard = false;
}

export function onkeydown(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.key === "Tab" || event.key.startsWith("Arrow")) byKeyboard = true;
  if (event.repeat && event.key === "Enter" && target.closest("button, summary")) event.preventDefault();
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.ctrlKey || event.metaKey) undoOrRedo(event, target);
  else if (event.altKey) return;
  else if (event.key === " ") playOrPause(event, target);
  else if (event.key in SEEKS && !target.closest(MOVED_IN) && player.score) {
    event.preventDefault();
    void player.step(SEEKS[event.key] ?? 0);
  }
}

/** Firefox presses a button when the space bar goes up. */
export function onkeyup(event: KeyboardEvent): void {
  if (event.key !== " " || !played) return;
  played = false;
  event.preventDefault();
}

function playOrPause(event: KeyboardEvent, target: HTMLElement): void {
  if (target.matches(TYPED_IN) || (target.closest(PRESSED) && byKeyboard) || !player.score) return;
  event.preventDefault();
  played = true;
  if (!event.repeat) void player.toggle();
}

function undoOrRedo(event: KeyboardEvent, target: HTMLElement): void {
  if (event.key.toLowerCase() !== "z" || (target.id !== "abc" && target.matches(TYPED_IN))) return;
  event.preventDefault();
  void (event.shiftKey ? workbench.redo() : workbench.undo());
}

/** The second press of a double click does nothing, except where one presses again and again. */
export function onclickcapture(event: MouseEvent): void {
  const pressed = (event.target as Element).closest("button, [role=option], summary");
  if (event.detail < 2 || !pressed || pressed.closest("[data-again]")) return;
  event.preventDefault();
  event.stopPropagation();
}
