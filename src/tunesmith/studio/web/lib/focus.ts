// The focus never falls to nowhere: when what has it goes away, something near takes it.

const FOCUSABLE = "button, a[href], input, select, textarea, summary, [tabindex]";

/** Watch the document; whatever changes there, the focus stays near to where it was. Returns what ends it. */
export function keepFocus(): () => void {
  let last: HTMLElement | null = null;
  let around: HTMLElement[] = [];

  const remember = ({ target }: FocusEvent) => {
    last = target as HTMLElement;
    around = ancestors(last);
  };
  const forget = () => (last = null); // who clicks where nothing takes the focus wants it nowhere
  const settle = () => {
    const lost = last && (document.activeElement === document.body || !document.activeElement);
    if (lost && last && !able(last)) heir(around)?.focus({ preventScroll: true });
  };
  /** Whoever opened a dialog gets the focus back from the browser, a moment after the dialog is closed. */
  const restore = () => around.some((one) => one.matches("dialog:not([open])")) || settle();

  const watching = new MutationObserver(restore);
  watching.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled", "hidden", "open"] });
  document.addEventListener("focusin", remember);
  document.addEventListener("pointerdown", forget, true);
  document.addEventListener("close", settle, true);
  return () => {
    watching.disconnect();
    document.removeEventListener("focusin", remember);
    document.removeEventListener("pointerdown", forget, true);
    document.removeEventListener("close", settle, true);
  };
}

function ancestors(element: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let parent = element.parentElement; parent; parent = parent.parentElement) found.push(parent);
  return found;
}

/** Whether an element can have the focus. */
function able(element: HTMLElement): boolean {
  return element.isConnected && element.checkVisibility() && !(element as HTMLButtonElement).disabled;
}

/** The first thing that can have the focus in the nearest of these that still stands. */
function heir(around: HTMLElement[]): HTMLElement | undefined {
  for (const ancestor of around) {
    if (!ancestor.isConnected || ancestor === document.body) continue;
    const candidates = [...ancestor.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(able);
    const found = candidates.find((candidate) => candidate.tabIndex >= 0) ?? candidates[0];
    if (found) return found;
  }
  return undefined;
}
