// What stands below the notes.

"use strict";

// Words under the notes that are not in the text: `syllables` maps the place of a note in the text to its syllable.
export function setSyllables(tune, syllables) {
  const places = Object.keys(syllables).map(Number).sort((a, b) => a - b);
  for (const line of tune.lines.filter((line) => line.staff)) {
    for (const element of line.staff[0].voices[0]) {
      const place = places.find((place) => element.startChar <= place && place < element.endChar);
      if (element.el_type === "note" && place !== undefined) {
        element.lyric = [{ syllable: syllables[place], divider: " " }];
      }
    }
  }
}

// abcjs lets words under the notes touch where they are wider than the notes, so each takes the space after it along.
export function spaceWords(tune) {
  const staves = tune.lines.flatMap((line) => line.staff || []);
  for (const { lyric } of staves.flatMap((staff) => staff.voices.flat()).filter((element) => element.lyric)) {
    for (const word of lyric.filter(({ syllable, divider }) => syllable && divider === " ")) word.syllable += "\u00a0";
  }
}
