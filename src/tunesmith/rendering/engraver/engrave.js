// One tune in, one drawing out: called from Python with JSON and answering with JSON.

"use strict";

function engrave(request) {
  const { text, options } = JSON.parse(request);
  const page = new Element("div");
  options.afterParsing = (tune) => {
    tidy(tune);
    breakTitles(tune, options.staffwidth);
    setSyllables(tune, options.syllables);
    spaceWords(tune);
  };
  const [tune] = ABCJS.renderAbc([page], text, options);
  const svg = page.querySelector("svg");
  if (!svg || !tune.lines.some((line) => line.staff)) return "{}";
  const groups = svg.children.filter((child) => child.tagName === "g");
  narrowHeadings(groups, options);
  return JSON.stringify({
    blocks: groups.map(block),
    notes: tune.engraver.selectables.map(({ absEl }) => [absEl.abcelem.startChar, absEl.abcelem.endChar]),
  });
}

// abcjs puts every block (heading, staff system, words) into a group of its own at the top level, in order.
function block(group) {
  for (const text of group.querySelectorAll("text")) placeRuns(text);
  const { x, y, width, height } = group.getBBox();
  const out = [];
  group.write(out);
  return { top: y, bottom: y + height, right: x + width, markup: out.join("") };
}

// Words under the notes that are not in the text: `syllables` maps the place of a note in the text to its syllable.
function setSyllables(tune, syllables) {
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
function spaceWords(tune) {
  const staves = tune.lines.flatMap((line) => line.staff || []);
  for (const { lyric } of staves.flatMap((staff) => staff.voices.flat()).filter((element) => element.lyric)) {
    for (const word of lyric.filter(({ syllable, divider }) => syllable && divider === " ")) word.syllable += "\u00a0";
  }
}
