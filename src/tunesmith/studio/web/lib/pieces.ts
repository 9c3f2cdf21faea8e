// A long tune cut into pieces at its bar lines, each a tune of its own: only what changes or comes into sight is drawn.

/** A piece of a tune: its text with a header of its own, and what leads from a place in it to the place in the whole. */
export interface Piece {
  text: string;
  shift: number;
  /** Where in the whole text it begins. */
  start: number;
  /** How many bars come before it, pickup and all. */
  before: number;
  bars: number;
}

const BARS = 48; // about three screens
const CARRIED = "KLM"; // fields that hold until the next of their kind
const SHARED = /^(%%|[ILMUXKm]:)/; // lines of the header that later pieces need too
const TOKENS = /%.*|"[^"\n]*"|![^!\n]*!|^[A-Za-z+]:.*|\[([KLM]):([^\]\n]*)\]|\[[A-Za-z]:[^\]\n]*\]|:*\|[\]|:]*|::|[A-Ga-gxzZ]/gm;
const VOICES = /^(V:|%%(score|staves))|\[V:|^%%begin/m; // music that cannot be cut
const BEFORE_WORDS = /\n[ \t]*([wsr]:|\+:)/; // a line that belongs to the music above it

/** The pieces of a tune in order; one where it is short or cannot be cut. */
export function piecesOf(abc: string): Piece[] {
  const key = /^K:.*$/m.exec(abc);
  const start = key ? Math.min(abc.length, key.index + key[0].length + 1) : 0;
  const cuts = key && !VOICES.test(abc) ? cutsOf(abc, start) : [];
  const whole = { at: abc.length, bars: Infinity, fields: {} };
  let [from, before, fields]: [number, number, Fields] = [start, 0, {}];
  return [...cuts, whole].map((cut, index) => {
    const header = index ? laterHeader(abc.slice(0, start), fields) : abc.slice(0, start);
    const piece = { text: header + abc.slice(from, cut.at), shift: from - header.length, start: from, before, bars: cut.bars - before };
    [from, before, fields] = [cut.at, cut.bars, cut.fields];
    return piece;
  });
}

type Fields = Record<string, string>;

/** A place to cut, how many bars come before it, and the fields that hold there. */
interface Cut {
  at: number;
  bars: number;
  fields: Fields;
}

function cutsOf(abc: string, start: number): Cut[] {
  const cuts: Cut[] = [];
  if (BEFORE_WORDS.test(abc.slice(start))) return cuts;
  const fields: Fields = {};
  let [bars, inPiece, noted] = [0, 0, false];
  TOKENS.lastIndex = start;
  for (let token = TOKENS.exec(abc); token; token = TOKENS.exec(abc)) {
    const [text, letter, value] = token;
    const field = /^([KLM]):(.*)/.exec(text);
    if (letter) fields[letter] = value ?? "";
    else if (field?.[1] && CARRIED.includes(field[1])) fields[field[1]] = field[2] ?? "";
    else if (/^[A-Ga-gxzZ]$/.test(text)) noted = true;
    else if (/^[:|]/.test(text) && noted) {
      [bars, inPiece, noted] = [bars + 1, inPiece + 1, false];
      const end = token.index + text.length;
      if (inPiece < BARS || text !== "|" || !/^[ \t\n]*[^ \t\n\d[:|]/.test(abc.slice(end, end + 80))) continue;
      cuts.push({ at: end, bars, fields: { ...fields } });
      inPiece = 0;
    }
  }
  return cuts;
}

/** The header of a piece that is not the first: no title and no tempo again. */
function laterHeader(header: string, fields: Fields): string {
  const lines = header.split("\n").filter((line) => SHARED.test(line));
  const now = lines.map((line) => (fields[line.charAt(0)] !== undefined && line[1] === ":" ? `${line[0]}:${fields[line.charAt(0)]}` : line));
  return `${now.join("\n")}\n`;
}
