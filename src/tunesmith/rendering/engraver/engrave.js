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
