// What is put right between abcjs's parsing and its drawing; the page imports this file as a module.

"use strict";

// A change of key shows its naturals where it happens, and not once more at the start of the next line.
export function tidy(tune) {
  for (const line of tune.lines.filter((line) => line.staff).slice(1)) {
    for (const staff of line.staff) {
      if (staff.key) staff.key.accidentals = staff.key.accidentals.filter(({ acc }) => acc !== "natural");
    }
  }
}
