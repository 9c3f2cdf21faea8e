// What is put right between abcjs's parsing and its drawing.

"use strict";

const STAFF_SEPARATION = 61.33; // px that abcjs leaves between two staves unless %%staffsep (pt) says otherwise

export function tidy(tune) {
  tidyKeys(tune);
  tidySubtitles(tune);
  tidyEndings(tune);
}

// A change of key shows its naturals where it happens, and not once more at the start of the next line.
function tidyKeys(tune) {
  for (const line of tune.lines.filter((line) => line.staff).slice(1)) {
    for (const staff of line.staff) {
      if (staff.key) staff.key.accidentals = staff.key.accidentals.filter(({ acc }) => acc !== "natural");
    }
  }
}

// A second title belongs to the heading, but abcjs counts it as a line of music and leaves room below for a staff.
function tidySubtitles(tune) {
  const first = tune.lines.findIndex((line) => !line.subtitle);
  if (first <= 0 || !tune.lines[first].staff) return;
  const { staffsep } = tune.formatting;
  const separation = staffsep === undefined ? STAFF_SEPARATION : (staffsep * 4) / 3;
  tune.lines[first].vskip = (tune.lines[first].vskip || 0) - separation;
}

// abcjs ends the bracket of an ending at the next bar line that is not a plain one. If that opens the next line, the
// bracket is drawn over the start of that line too, so it ends with the line before (abcjs issue 1065). And where a line
// ends before an ending, it draws the number there, so the next line gets it.
function tidyEndings(tune) {
  const before = {}; // each voice of the line before
  for (const line of tune.lines.filter((line) => line.staff)) {
    line.staff.forEach(({ voices }, staff) => voices.forEach((voice, index) => {
      const place = `${staff} ${index}`;
      if (before[place]) joinEndings(before[place], voice);
      before[place] = voice;
    }));
  }
}

function joinEndings(above, voice) {
  const last = above[above.length - 1];
  const opening = voice.slice(0, voice.findIndex((element) => element.el_type === "note"));
  const end = opening.find((element) => element.el_type === "bar" && element.endEnding);
  if (last?.el_type !== "bar") return;
  if (end) {
    last.endEnding = true;
    delete end.endEnding;
  }
  if (last.startEnding) {
    const { startEnding } = last;
    voice.unshift({ el_type: "bar", type: "bar_invisible", startEnding, startChar: -1, endChar: -1 });
    delete last.startEnding;
  }
}
