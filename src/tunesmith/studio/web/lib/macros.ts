// Macros (`m:` fields, section 9 of the ABC standard) written out for the engraver, which does not know them.

/** A text with the music of its macros in the place of their signs. */
export interface WrittenOut {
  text: string;
  /** Where in this text a place of the source is; of a sign, where its music begins. */
  placeOf(source: number): number;
  /** Where in the source a place of this text is; of the music of a macro, where its sign begins or ends. */
  sourceOf(place: number, side: "start" | "end"): number;
}

interface Macro {
  sign: string;
  music: string;
}

/** A sign and its music: where both begin and end, in the source and in the text that is drawn. */
interface Expansion {
  from: number;
  to: number;
  start: number;
  end: number;
}

const LETTERS = "CDEFGAB";
const NOTE = "([A-Ga-g][,']*)";
const APART = `"[^"]*"|![^!\\s|]*!|\\[[A-Za-z]:[^\\]]*\\]|%.*`; // what macros do not change
const FIELD = /^(?:[A-Za-z+]:(?![|:])|%)/;
const DEFINITION = /^m:\s*(.+?)\s*=\s*(.*?)\s*(?:%.*)?$/;

export function writtenOut(abc: string): WrittenOut {
  const macros: Macro[] = [];
  const expansions: Expansion[] = [];
  let text = "";
  let at = 0;
  for (const line of abc.split(/(?<=\n)/)) {
    const [, sign, music] = DEFINITION.exec(line.trimEnd()) ?? [];
    if (sign && music !== undefined) define(macros, { sign, music });
    text += FIELD.test(line) || !macros.length ? line : expanded(line, macros, at, text.length, expansions);
    at += line.length;
  }
  return { text, ...placesOf(expansions) };
}

/** Take a macro in, the longest sign first; a sign that is defined again loses its music of before. */
function define(macros: Macro[], macro: Macro): void {
  const others = macros.filter(({ sign }) => sign !== macro.sign);
  macros.splice(0, Infinity, ...[...others, macro].sort((one, other) => other.sign.length - one.sign.length));
}

/** A line of music, `at` in the source and `place` in the text, with its macros written out. */
function expanded(line: string, macros: Macro[], at: number, place: number, expansions: Expansion[]): string {
  let grown = 0;
  const pattern = new RegExp([APART, ...macros.map(({ sign }, index) => `(?<m${index}>${signPattern(sign)})`)].join("|"), "g");
  return line.replace(pattern, (...args) => {
    const groups = args.at(-1) as Record<string, string | undefined>;
    const [found, offset] = [args[0] as string, args.at(-3) as number];
    const index = macros.findIndex((_, number) => groups[`m${number}`] !== undefined);
    const macro = macros[index];
    if (!macro) return found;
    const music = macro.sign.includes("n") ? around(new RegExp(signPattern(macro.sign)).exec(found)?.[1] ?? "", macro.music) : macro.music;
    const [from, start] = [at + offset, place + offset + grown];
    expansions.push({ from, to: from + found.length, start, end: start + music.length });
    grown += music.length - found.length;
    return music;
  });
}

/** The pattern of a sign; its first `n` is a note. */
function signPattern(sign: string): string {
  const [head = "", ...tail] = sign.split("n");
  const plain = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return plain(head) + (tail.length ? NOTE + plain(tail.join("n")) : "");
}

/** The music with the notes around this one in the place of their letters. */
function around(note: string, music: string): string {
  return music.replace(/[h-z]/g, (letter) => moved(note, letter.charCodeAt(0) - "n".charCodeAt(0)));
}

/** A note so many steps of the staff higher. */
function moved(note: string, steps: number): string {
  const name = note.charAt(0);
  const octave = (name === name.toUpperCase() ? 4 : 5) + note.split("'").length - note.split(",").length;
  const step = 7 * octave + LETTERS.indexOf(name.toUpperCase()) + steps;
  const [height, letter] = [Math.floor(step / 7), LETTERS.charAt(((step % 7) + 7) % 7)];
  return height < 5 ? letter + ",".repeat(4 - height) : letter.toLowerCase() + "'".repeat(height - 5);
}

function placesOf(expansions: Expansion[]): Omit<WrittenOut, "text"> {
  return {
    placeOf(source) {
      const last = expansions.findLast(({ from }) => from <= source);
      if (!last) return source;
      return source < last.to ? last.start : last.end + source - last.to;
    },
    sourceOf(place, side) {
      const last = expansions.findLast(({ start }) => (side === "start" ? start <= place : start < place));
      if (!last) return place;
      if (side === "start" ? place < last.end : place <= last.end) return side === "start" ? last.from : last.to;
      return last.to + place - last.end;
    },
  };
}
