// A text of one tune or of many, taken apart: what stands before the first tune holds for all of them.

const FILE_FIELDS = /^([A-Z]:|%%)/; // of a file's own header (ABC standard 2.1, section 2.2.2), what goes into each tune

/** The tunes of a text, each with the file's own header fields; a text without `X:` that has a `K:` is one tune. */
export function tunesIn(text: string): string[] {
  const clean = text.replaceAll("\r\n", "\n").replace(/^\uFEFF/, "");
  const starts = [...clean.matchAll(/^X:/gm)].map(({ index }) => index);
  if (!starts.length) return /^K:/m.test(clean) ? [clean.trim()] : [];
  const header = clean.slice(0, starts[0]).split("\n").filter((line) => FILE_FIELDS.test(line));
  return starts.map((start, index) => {
    const [first = "", ...rest] = clean.slice(start, starts[index + 1]).trim().split("\n");
    return [first, ...header.filter((line) => !rest.some((own) => own.startsWith(line.slice(0, 2)))), ...rest].join("\n");
  });
}

/** A file's text: UTF-8, or where it is none, what old programs of Windows write. */
export async function textOf(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** A tune to begin writing on. */
export const EMPTY = "X:1\nT:\nM:6/8\nL:1/8\nK:G\n";
