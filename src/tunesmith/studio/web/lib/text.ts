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

/** Says where in a text a line and column are, both from 1: the offset, or the line's end where the column is past it. */
export function placeIn(text: string): (line: number, column: number) => number {
  const ends = [-1, ...[...text.matchAll(/\n|$/g)].map(({ index }) => index)];
  return (line, column) => Math.min((ends[line - 1] ?? text.length) + column, ends[line] ?? text.length);
}

/** Whether the music has chord symbols to be accompanied by. */
export function hasChords(abc: string): boolean {
  return /"[A-G][#b]?[^"^_<>@]*"/.test(abc);
}
