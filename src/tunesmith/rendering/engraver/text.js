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

function textStyle(element) {
  const bold = element.getAttribute("font-weight") === "bold" ? "bold" : "";
  const italic = element.getAttribute("font-style") === "italic" ? "italic" : "";
  return {
    font: METRICS.faces[bold + italic || "regular"],
    size: Number(element.getAttribute("font-size")),
    anchor: ANCHORS[element.getAttribute("text-anchor") || "start"],
  };
}

function textWidth(text, font, size) {
  let width = 0;
  for (const character of text) width += font[character] || METRICS.fallback[character] || METRICS.missing;
  return width * size;
}

// Sharps, flats and the holes of a whistle are not in the text font. Readers of SVG that shape a line with one font only
// would set all of it in the second font, so each run of characters is placed by itself.
function placeRuns(element) {
  element.setAttribute("font-family", METRICS.family); // whatever a directive in the tune asked for: this one ships
  const { font, size, anchor } = textStyle(element);
  for (const line of element.children) {
    const runs = fontRuns(line.textContent, font);
    if (runs.every((run) => !run.fallback)) continue;
    let x = Number(line.getAttribute("x")) - anchor * textWidth(line.textContent, font, size);
    line.textContent = "";
    line.setAttribute("text-anchor", "start");
    for (const { text, fallback } of runs) {
      const run = line.appendChild(new Element("tspan"));
      if (fallback) run.setAttribute("font-family", METRICS.fallbackFamily);
      run.setAttribute("x", x.toFixed(2));
      run.textContent = text;
      x += textWidth(text, font, size);
    }
  }
}

function fontRuns(text, font) {
  const runs = [];
  for (const character of text) {
    const fallback = !(character in font) && character in METRICS.fallback;
    const last = runs[runs.length - 1];
    if (last && last.fallback === fallback) last.text += character;
    else runs.push({ text: character, fallback });
  }
  return runs;
}
