// Places and fields in ABC text.

/** The first title that is not empty, or "" if the text has none. */
export function titleOf(abc: string): string {
  return /^T:[ \t]*(\S.*)$/m.exec(abc)?.[1]?.trim() ?? "";
}

/** The text under another first title. */
export function retitled(abc: string, title: string): string {
  if (/^T:/m.test(abc)) return abc.replace(/^T:.*$/m, () => `T:${title}`);
  return /^X:/.test(abc) ? abc.replace(/\n/, () => `\nT:${title}\n`) : `T:${title}\n${abc}`;
}

/**
 * Says where in a text a line and column are, both from 1: the offset, or the line's end where the column is past it.
 * Columns count characters, and offsets units of UTF-16, of which an emoji takes two.
 */
export function placeIn(text: string): (line: number, column: number) => number {
  const ends = [-1, ...[...text.matchAll(/\n|$/g)].map(({ index }) => index)];
  return (line, column) => {
    const start = (ends[line - 1] ?? text.length) + 1;
    const end = ends[line] ?? text.length;
    const before = [...text.slice(start, end)].slice(0, column - 1).join("");
    return Math.min(start + before.length, end);
  };
}

/** Bars of a tune as the opening of another: their text on one line, under the unit that it is written in. */
export function openingOf({ abc, bars }: Written, first: number, last: number): string {
  const [from, to] = [bars.find(({ number }) => number === first), bars.find(({ number }) => number === last)];
  if (!from || !to) return "";
  const music = /^K:.*\n/m.exec(abc);
  const start = from === bars[0] && music ? music.index + music[0].length : from.start;
  const unit = /^L:.*$/m.exec(abc)?.[0] ?? "";
  return `${unit}\n${abc.slice(start, to.end).replace(/\s+/g, " ").trim()} |`.trimStart();
}

/** A text whose bars have their places in it. */
interface Written {
  abc: string;
  bars: { number: number; start: number; end: number }[];
}

/** Whether the music has chord symbols to be accompanied by. */
export function hasChords(abc: string): boolean {
  return /"[A-G][#b]?[^"^_<>@]*"/.test(abc);
}
