// Places and fields in ABC text.

/** The first title, or "" if the text has none. */
export function titleOf(abc: string): string {
  return /^T:\s*(.*)$/m.exec(abc)?.[1]?.trim() ?? "";
}

/** The text under another first title. */
export function retitled(abc: string, title: string): string {
  if (/^T:/m.test(abc)) return abc.replace(/^T:.*$/m, () => `T:${title}`);
  return /^X:/.test(abc) ? abc.replace(/\n/, () => `\nT:${title}\n`) : `T:${title}\n${abc}`;
}

/** The offset of a line and column, both from 1; the end of the line where the column is past it. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return Math.min(text.length, before + Math.min(column - 1, (lines[line - 1] ?? "").length));
}

/** Whether the music has chord symbols to be accompanied by. */
export function hasChords(abc: string): boolean {
  return /"[A-G][#b]?[^"^_<>@]*"/.test(abc);
}
