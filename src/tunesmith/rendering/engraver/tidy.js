// What is put right between abcjs's parsing and its drawing.

"use strict";

const STAFF_SEPARATION = 61.33; // px that abcjs leaves between two staves unless %%staffsep (pt) says otherwise

export function tidy(tune) {
  tidyKeys(tune);
  tidySubtitles(tune);
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
