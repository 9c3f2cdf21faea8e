// A score in the page: ABC in, an SVG drawing out, and where each bar of it lies.

import { parseOnly, renderAbc } from "abcjs";
import type { AbcVisualParams, TuneObject, VoiceItem } from "abcjs";
import options from "../../../rendering/engraver/options.json";
import { setSyllables, spaceWords } from "../../../rendering/engraver/syllables.js";
import { tidy } from "../../../rendering/engraver/tidy.js";
import type { Marks } from "./below.svelte";
import { lasting, lineBreaks, TOO_SHORT } from "./lines";
import { writtenOut, type WrittenOut } from "./macros";
import type { Piece } from "./pieces";
import { marksParams, tablatureParams } from "./tablature";
import type { Tuning } from "./types";

/** One written bar: its number as players count, its place in the text (characters) and on the drawing (pixels). */
export interface Bar {
  number: number;
  start: number;
  end: number;
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Score {
  abc: string;
  bars: Bar[];
  /** The drawings of what is written at a place in the text. */
  drawn(offset: number): Element[];
  /** The piece of the score that a place in the text is drawn in, or will be when it comes into sight. */
  pieceAt(offset: number): Element | null;
}

/** How a score is set: the drawing's scale, and how many bars go on a line. */
interface Setting {
  scale: number;
  barsToTheLine: number;
}

/** The settings for so many pixels, the best first; a tune of crowded bars may need a later one. */
function settingsFor(width: number): Setting[] {
  const scale = Math.min(1.25, Math.max(0.85, width / 720));
  const most = width < 480 ? 2 : 4;
  const settings: Setting[] = [];
  for (let barsToTheLine = most; barsToTheLine >= 1; barsToTheLine /= 2) {
    settings.push({ scale, barsToTheLine }, { scale: scale * 0.84, barsToTheLine });
  }
  return settings;
}

const MARGIN = 2;
const TOLERANCE = 1.01;
const SMALLEST = 0.3; // of abcjs's size; a bar that is too wide even then is cut
const SHRINKING = 0.98; // at least so much smaller is a bar drawn that is too wide for a line of its own

/** What stands below the staff: tablature, or marks by the places of their notes. */
export interface UnderStaff {
  tuning: Tuning | null;
  marks: Marks;
}

/** Draw a tune; null where the text holds no music yet. The page has title and rhythm elsewhere, so they are left out here. */
export function engrave(target: HTMLElement, abc: string, width: number, label: string, first: boolean, under: UnderStaff): Score | null {
  const out = writtenOut(abc);
  const text = headless(out.text);
  const [parsed] = parseOnly(text);
  if (!parsed?.lines.some((line) => line.staff)) {
    target.replaceChildren();
    return null;
  }
  const settings = settingsFor(width);
  for (let setting = settings.shift(); setting; setting = settings.shift()) {
    const [tune] = renderAbc(target, text, {
      ...paramsFor(setting, width, label, parsed),
      ...underStaff(under, out, first),
    });
    const drawing = target.querySelector("svg");
    if (!tune || !drawing) return null;
    const { scale, barsToTheLine } = setting;
    const share = width / shownWidth(drawing, scale);
    if (share >= 1 / TOLERANCE || scale < SMALLEST) {
      const bars = barsOf(tune, hasPickup(tune, abc) ? 0 : 1, drawing, scale).map((bar) => ofSource(bar, out));
      const drawings = drawingsOf(tune);
      return { abc, bars, drawn: (offset) => drawings(out.placeOf(offset)), pieceAt: () => target };
    }
    if (!settings.length) settings.push({ scale: scale * Math.min(share, SHRINKING), barsToTheLine });
  }
  return null;
}

/** A bar with its place in the text as it was written. */
function ofSource(bar: Bar, out: WrittenOut): Bar {
  return { ...bar, start: out.sourceOf(bar.start, "start"), end: out.sourceOf(bar.end, "end") };
}

/** What is drawn below the staff; and a piece that is not the first shows no meter again. */
function underStaff({ tuning, marks }: UnderStaff, out: WrittenOut, first: boolean): AbcVisualParams {
  const syllables = Object.fromEntries([...marks].map(([place, text]) => [out.placeOf(place), text]));
  return {
    ...tablatureParams(tuning),
    ...marksParams(options.format, marks.size > 0),
    afterParsing: (tune) => {
      tidy(tune);
      setSyllables(tune, syllables);
      spaceWords(tune);
      if (!first) for (const staff of tune.lines.find((line) => line.staff)?.staff ?? []) delete staff.meter;
      return tune;
    },
  };
}

const PAPER: AbcVisualParams = { responsive: "resize", oneSvgPerLine: true, staffwidth: 720 };

/** Draw a tune, or a piece of one, to be printed: as wide as the paper is, its lines apart, so that none is cut. */
export function engraveForPaper(target: HTMLElement, abc: string, first: boolean, under: UnderStaff): void {
  const out = writtenOut(abc);
  const text = headless(out.text);
  const [parsed] = parseOnly(text);
  if (!parsed?.lines.some((line) => line.staff)) return;
  const params = paramsFor({ scale: 1, barsToTheLine: 4 }, 720, "", parsed);
  renderAbc(target, text, { ...params, ...PAPER, ...underStaff(under, out, first) });
}

/** The pixels that a drawing's music takes: abcjs enlarges by a transform what has its whole size already. */
function shownWidth(drawing: SVGSVGElement, scale: number): number {
  return drawing.width.baseVal.value * Math.min(1, scale);
}

function paramsFor({ scale, barsToTheLine }: Setting, width: number, label: string, parsed: TuneObject): AbcVisualParams {
  return {
    add_classes: true,
    ariaLabel: label,
    // abcjs takes one list a section of the tune, though its types speak of one list
    lineBreaks: lineBreaks(parsed, barsToTheLine) as unknown as number[],
    paddingbottom: 8,
    paddingleft: MARGIN,
    paddingright: MARGIN,
    paddingtop: 4,
    scale,
    selectTypes: false,
    staffwidth: width - 4 * MARGIN,
  };
}

/** The text with its first title and its rhythm as comments: every other character keeps its place. */
function headless(abc: string): string {
  return abc.replace(/^T:/m, "%:").replace(/^R:/m, "%:");
}

/** An element of a voice as the engraver leaves it: with its place on the drawing, in unscaled pixels. */
type Placed = VoiceItem & {
  abselem?: { x: number; w: number; elemset: Element[] };
  startTriplet?: number;
  tripletMultiplier?: number;
  endTriplet?: boolean;
};

/** Finds the drawing of the note that covers a place in the text. */
function drawingsOf(tune: TuneObject): (offset: number) => Element[] {
  const staves = tune.lines.flatMap((line) => line.staff ?? []);
  const notes = staves
    .flatMap((staff) => (staff.voices ?? []).flat() as Placed[])
    .filter((item) => item.el_type === "note")
    .sort((one, other) => one.startChar - other.startChar);
  return (offset) => {
    const note = notes[lastAtOrBefore(notes, offset)];
    return note && offset < note.endChar ? (note.abselem?.elemset ?? []) : [];
  };
}

/** The index of the last note that begins at a place or before it; -1 if none does. */
function lastAtOrBefore(notes: { startChar: number }[], offset: number): number {
  let [low, high] = [0, notes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((notes[middle]?.startChar ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A piece as it is drawn: the text that was drawn, and where. */
export interface Part {
  text: string;
  score: Score | null;
  drawing: HTMLElement;
}

/** One score out of those of its pieces that are drawn as they are now. */
export function joined(abc: string, pieces: Piece[], parts: (Part | undefined)[], whole: HTMLElement): Score {
  const drawn = pieces.flatMap((piece, index) => {
    const part = parts[index];
    return part?.score && part.text === piece.text ? [{ piece, score: part.score, drawing: part.drawing }] : [];
  });
  const pickup = drawn[0]?.score.bars[0]?.number === 0 ? 1 : 0;
  const top = whole.getBoundingClientRect().top;
  const bars = drawn.flatMap(({ piece: { shift, before }, score, drawing }) => {
    const down = drawing.getBoundingClientRect().top - top;
    return score.bars.map((bar, index) => ({
      ...bar,
      number: before + index + 1 - pickup,
      start: bar.start + shift,
      end: bar.end + shift,
      top: bar.top + down,
    }));
  });
  return {
    abc,
    bars,
    pieceAt: (offset) => whole.children[pieces.findLastIndex(({ start }, index) => !index || start <= offset)] ?? null,
    drawn: (offset) => {
      const part = drawn.findLast(({ piece, score }) => offset - piece.shift >= (score.bars[0]?.start ?? 0));
      return part ? part.score.drawn(offset - part.piece.shift) : [];
    },
  };
}

/** Whether a tune begins with less than a bar, which players count as bar 0; in a free meter every bar is one. */
function hasPickup(tune: TuneObject, abc: string): boolean {
  const first = tune.lines.find((line) => line.staff);
  let lasts = 0;
  let share = 1;
  for (const item of (first?.staff?.[0]?.voices?.[0] ?? []) as Placed[]) {
    if (item.el_type === "bar" && lasts) break;
    if (item.startTriplet) share = item.tripletMultiplier ?? 1;
    lasts += lasting(item, share);
    if (item.endTriplet) share = 1;
  }
  return lasts < tune.getBarLength() - TOO_SHORT && /^M:(?!\s*none)/m.test(abc);
}

/** The bars of the upper voice, cut at its bar lines as the service cuts them, and numbered from the first on. */
function barsOf(tune: TuneObject, first: number, drawing: SVGSVGElement, scale: number): Bar[] {
  const bars: Bar[] = [];
  const frame = drawing.getBoundingClientRect();
  const staves = [...drawing.querySelectorAll(".abcjs-staff-wrapper")].map((wrapper) =>
    (wrapper.querySelector(".abcjs-staff") ?? wrapper).getBoundingClientRect(),
  );
  const lines = tune.lines.filter((line) => line.staff);
  lines.forEach((line, index) => {
    const staff = staves[index];
    if (!staff) return;
    let start = -1;
    let end = -1;
    let left = 0;
    const close = (right: number) => {
      if (start < 0) return;
      const place = { left, top: staff.top - frame.top, width: right - left, height: staff.height };
      bars.push({ number: first + bars.length, start, end, ...place });
      start = -1;
    };
    for (const item of (line.staff?.[0]?.voices?.[0] ?? []) as Placed[]) {
      if (item.el_type === "note" && !(item.rest?.type === "spacer")) {
        if (start < 0) start = item.startChar;
        if (start === item.startChar && !left) left = ((item.abselem?.x ?? 0) - 6) * scale;
        end = item.endChar;
      } else if (item.el_type === "bar") {
        const x = (item.abselem?.x ?? 0) * scale;
        close(x);
        left = x + (item.abselem?.w ?? 0) * scale;
      }
    }
    close(staff.right - frame.left);
  });
  return bars;
}
