// A list of things to press is one stop of the Tab key; inside it, arrows move the focus.

const STEPS: Record<string, [number, number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/** Makes one stop of what `items` selects in an element, row by row where `rows` selects rows, else in one row. */
export function roving(items: string, rows?: string): (list: HTMLElement) => () => void {
  return (list) => {
    let current: HTMLElement | undefined;

    const grid = () => {
      const lines = rows ? [...list.querySelectorAll<HTMLElement>(rows)] : [list];
      return lines.map((line) => [...line.querySelectorAll<HTMLElement>(items)].filter((item) => item.checkVisibility()));
    };

    /** One of the items, and no other, can be reached by Tab. */
    const settle = () => {
      const all = grid().flat();
      if (!current || !all.includes(current)) current = all.find((item) => item.ariaCurrent === "true") ?? all[0];
      for (const item of all) {
        const index = item === current ? 0 : -1;
        if (item.tabIndex !== index) item.tabIndex = index;
      }
    };

    const onfocusin = ({ target }: FocusEvent) => {
      const item = (target as HTMLElement).closest<HTMLElement>(items);
      if (item) current = item;
      settle();
    };

    const onkeydown = (event: KeyboardEvent) => {
      const step = STEPS[event.key];
      const lines = grid();
      const row = lines.findIndex((line) => line.includes(event.target as HTMLElement));
      if (!step || row < 0) return;
      const column = lines[row]?.indexOf(event.target as HTMLElement) ?? 0;
      const line = lines[row + step[0]] ?? lines[row];
      const to = rows || !step[0] ? line?.[Math.min(column + step[1], line.length - 1)] : lines[0]?.[column + step[0]];
      event.preventDefault();
      to?.focus();
    };

    const watching = new MutationObserver(settle);
    watching.observe(list, { childList: true, subtree: true, attributeFilter: ["hidden", "aria-current"] });
    const around = list.closest("details");
    around?.addEventListener("toggle", settle);
    list.addEventListener("focusin", onfocusin);
    list.addEventListener("keydown", onkeydown);
    settle();
    return () => {
      watching.disconnect();
      around?.removeEventListener("toggle", settle);
      list.removeEventListener("focusin", onfocusin);
      list.removeEventListener("keydown", onkeydown);
    };
  };
}
