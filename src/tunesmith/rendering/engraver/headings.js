// Titles, composers and words beside the music: how wide they may be, and where they stand.

"use strict";

const APART = 20; // px between words in one row

// abcjs draws a title in one line, however long, and what is wider than the staves would be cut off.
function breakTitles(tune, width) {
  const { metaText, formatting } = tune;
  if (typeof metaText.title === "string") metaText.title = broken(metaText.title, formatting.titlefont, width);
  for (const { subtitle } of tune.lines) {
    if (subtitle && typeof subtitle.text === "string") {
      subtitle.text = broken(subtitle.text, formatting.subtitlefont, width);
    }
  }
}

// abcjs sets titles over the middle of a full line, and composers at its end, even where all lines of music are shorter.
function narrowHeadings(groups, { staffwidth, paddingleft }) {
  const isMusic = (group) => group.classList.includes("abcjs-staff-wrapper");
  const texts = groups.filter((group) => !isMusic(group)).flatMap((group) => group.querySelectorAll("text"));
  const music = groups.filter(isMusic).map((group) => pathBox(group));
  const ends = music.map(({ x, width }) => x + width - paddingleft);
  const narrow = Math.max(...ends, ...rowWidths(texts)) - staffwidth;
  if (narrow >= 0) return;
  for (const text of texts) moveText(text, textStyle(text).anchor * narrow);
}

// The widths of the words in each row: those from its left, over its middle, and up to its end do not meet.
function rowWidths(texts) {
  const rows = new Map();
  for (const text of texts) {
    const y = text.getAttribute("y");
    rows.set(y, (rows.has(y) ? rows.get(y) + APART : 0) + textBox(text).width);
  }
  return rows.values();
}

function moveText(text, right) {
  for (const part of [text, ...text.children]) {
    if (part.getAttribute("x") !== null) part.setAttribute("x", Number(part.getAttribute("x")) + right);
  }
}
