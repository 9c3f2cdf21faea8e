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
// bracket is drawn over the start of that line too, so it ends with the line before (abcjs issue 1065).
function tidyEndings(tune) {
  const last = {}; // the element that each voice's last line ends with
  for (const line of tune.lines.filter((line) => line.staff)) {
    line.staff.forEach(({ voices }, staff) => voices.forEach((voice, index) => {
      const before = last[`${staff} ${index}`];
      const opening = voice.slice(0, voice.findIndex((element) => element.el_type === "note"));
      const end = opening.find((element) => element.el_type === "bar" && element.endEnding);
      if (end && before?.el_type === "bar") {
        before.endEnding = true;
        delete end.endEnding;
      }
      last[`${staff} ${index}`] = voice[voice.length - 1];
    }));
  }
}
