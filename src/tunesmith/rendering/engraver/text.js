// The size of text, from the advance widths of the shipped fonts: the layout is what a browser with these fonts gives.

"use strict";

const ANCHORS = { start: 0, middle: 0.5, end: 1 };

function textBox(element) {
  const { font, size, anchor } = textStyle(element);
  const lines = element.children.map((line) => textWidth(line.textContent, font, size));
  const width = Math.max(0, ...lines);
  const ascent = Math.round(METRICS.ascent * size);
  return {
    x: Number(element.getAttribute("x")) - anchor * width,
    y: Number(element.getAttribute("y")) - ascent,
    width,
    height: ascent + Math.round(METRICS.descent * size) + 1.2 * size * Math.max(0, lines.length - 1),
  };
}

function face(weight, style) {
  return METRICS.faces[(weight === "bold" ? "bold" : "") + (style === "italic" ? "italic" : "") || "regular"];
}

function textStyle(element) {
  return {
    font: face(element.getAttribute("font-weight"), element.getAttribute("font-style")),
    size: Number(element.getAttribute("font-size")),
    anchor: ANCHORS[element.getAttribute("text-anchor") || "start"],
  };
}

function textWidth(text, font, size) {
  let width = 0;
  for (const character of text) width += font[character] ?? familyOf(character)?.widths[character] ?? METRICS.missing;
  return width * size;
}

// The text with its lines broken between words, so that none is wider than `width`. A tune's fonts have sizes in points,
// of which abcjs makes whole px.
function broken(text, { weight, style, size }, width) {
  const font = face(weight, style);
  const pixels = Math.round((size * 4) / 3);
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && textWidth(longer, font, pixels) > width) lines.push(word);
    else lines[Math.max(0, lines.length - 1)] = longer;
  }
  return lines.join("\n");
}

// The first of the other fonts that has a character.
function familyOf(character) {
  return METRICS.fallbacks.find(({ widths }) => character in widths);
}

// Sharps, flats and the holes of a whistle are not in the text font, nor are the scripts of some titles. Readers of SVG
// that shape a line with one font only would set all of it in the second font, so each run of characters is placed by
// itself, the first at the right where the line reads from right to left.
function placeRuns(element) {
  element.setAttribute("font-family", METRICS.family); // whatever a directive in the tune asked for: this one ships
  const { font, size, anchor } = textStyle(element);
  for (const line of element.children) {
    const runs = fontRuns(line.textContent, font);
    if (runs.every((run) => !run.family)) continue;
    if (runs.length === 1) {
      line.setAttribute("font-family", runs[0].family);
      continue;
    }
    let x = Number(line.getAttribute("x")) - anchor * textWidth(line.textContent, font, size);
    if (readsLeft(line.textContent)) runs.reverse();
    line.textContent = "";
    line.setAttribute("text-anchor", "start");
    for (const { text, family } of runs) {
      const run = line.appendChild(new Element("tspan"));
      if (family) run.setAttribute("font-family", family);
      run.setAttribute("x", x.toFixed(2));
      run.textContent = text;
      x += textWidth(text, font, size);
    }
  }
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;

// Whether the first letter of a line is of a script that goes from right to left (Unicode Standard Annex 9, rule P2).
function readsLeft(text) {
  const [first] = text.match(/\p{L}/u) || [""];
  return RIGHT_TO_LEFT.test(first);
}

// The line in pieces of one font each, and spaces between words of another font with those words; `family` is undefined
// for the text font.
function fontRuns(text, font) {
  const runs = [];
  for (const character of text) {
    const family = character in font ? undefined : familyOf(character)?.family;
    const last = runs[runs.length - 1];
    if (last && (last.family === family || (last.family && character === " "))) last.text += character;
    else runs.push({ text: character, family });
  }
  return runs.flatMap(trailing);
}

// A run of another font without the spaces at its end, and these.
function trailing(run) {
  const text = run.text.trimEnd();
  if (!run.family || text === run.text) return [run];
  return [{ text, family: run.family }, { text: run.text.slice(text.length), family: undefined }];
}
