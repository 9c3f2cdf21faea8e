// The box around a drawing: every path's points and control points, which hold the whole curve.

"use strict";

const COORDINATES = { m: 2, l: 2, t: 2, h: 1, v: 1, c: 6, s: 4, q: 4, a: 7, z: 0 };

const START = /^\s*M\s*(-?[\d.]+)[ ,]+(-?[\d.]+)/;
const TOKENS = /[a-zA-Z]|-?[\d.]+/g;

const glyphBoxes = new Map();

function emptyBox() {
  return { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
}

function pathBox(element) {
  const box = emptyBox();
  cover(element, box);
  if (box.left > box.right) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top };
}

function cover(element, box) {
  if (element.tagName === "path") coverPath(element.getAttribute("d"), box);
  else if (element.tagName === "text") {
    const text = textBox(element);
    extend(box, text.x, text.y);
    extend(box, text.x + text.width, text.y + text.height);
  } else for (const child of element.childNodes) if (child instanceof Element) cover(child, box);
}

function extend(box, x, y) {
  box.left = Math.min(box.left, x);
  box.right = Math.max(box.right, x);
  box.top = Math.min(box.top, y);
  box.bottom = Math.max(box.bottom, y);
}

// A glyph is the same curve wherever it stands, so its box is worked out once, from where it starts.
function coverPath(commands, box) {
  const [start, startX, startY] = START.exec(commands);
  const [x, y] = [Number(startX), Number(startY)];
  const curve = commands.slice(start.length);
  let glyph = glyphBoxes.get(curve);
  if (!glyph) {
    if (/[A-Z]/.test(curve)) {
      coverCurve(curve, x, y, box);
      return;
    }
    glyph = emptyBox();
    coverCurve(curve, 0, 0, glyph);
    glyphBoxes.set(curve, glyph);
  }
  extend(box, x + glyph.left, y + glyph.top);
  extend(box, x + glyph.right, y + glyph.bottom);
}

function coverCurve(commands, x, y, box) {
  extend(box, x, y);
  const tokens = commands.match(TOKENS) || [];
  let name = "z";
  let relative = false;
  for (let i = 0; i < tokens.length; ) {
    if (/[a-zA-Z]/.test(tokens[i])) {
      name = tokens[i].toLowerCase();
      relative = name === tokens[i];
      i += 1;
    } else {
      const numbers = tokens.slice(i, i + COORDINATES[name]).map(Number);
      [x, y] = coverStep(name, relative, numbers, x, y, box);
      i += numbers.length;
    }
  }
}

function coverStep(name, relative, numbers, x, y, box) {
  const [dx, dy] = relative ? [x, y] : [0, 0];
  if (name === "h") [x] = [numbers[0] + dx];
  else if (name === "v") y = numbers[0] + dy;
  else {
    const points = name === "a" ? numbers.slice(5) : numbers;
    for (let i = 0; i < points.length; i += 2) extend(box, points[i] + dx, points[i + 1] + dy);
    [x, y] = [points[points.length - 2] + dx, points[points.length - 1] + dy];
  }
  extend(box, x, y);
  return [x, y];
}
