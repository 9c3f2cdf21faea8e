// What is to be seen.

const COVERED = 0.85; // of the window's height; the player's bar lies over the rest

/** Scroll to an element whose top is out of sight, as a page is turned. */
export function bringIntoView(element: Element | null): void {
  if (!element) return;
  const { top, height } = element.getBoundingClientRect();
  const bottom = top + Math.min(height, 160);
  if (top >= 0 && bottom <= window.innerHeight * COVERED) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: height > 160 ? "start" : "center", behavior: calm ? "auto" : "smooth" });
}
