// What is to be seen.

import { tick } from "svelte";

const COVERED = 0.85; // of the window's height; the player's bar lies over the rest
const TALL = 160; // pixels; of what is taller, only the top is looked for

export function inView(element: Element): boolean {
  const { top, height } = element.getBoundingClientRect();
  return top >= 0 && top + Math.min(height, TALL) <= window.innerHeight * COVERED;
}

/** Scroll to an element that is out of sight. */
export function bringIntoView(element: Element): void {
  if (inView(element)) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const block = element.getBoundingClientRect().height > TALL ? "start" : "center";
  element.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
}

/** Show the score of the tune that was just put on the bench. */
export async function showScore(): Promise<void> {
  await tick();
  const score = document.getElementById("score");
  if (score) bringIntoView(score);
}
