"""Control lines: what a tune is, in a few lines before its text, so that a network can be asked for it.

CONTROL_LINES has three groups of lines, each there or not: the rhythm (`R:jig`); the form in TunesFormer's codes, `S:`
the number of sections, then for every section `B:` its bars, with one `E:` before it for each earlier section that says
how alike the two are, from 0 to 10; and whether people wrote chords, or they were found, or there are none (`C:none`).
A record says both what a tune is and what a request asks for; the packed corpus, training and composing read the table.
Source: Wu, Li, Yu and Sun, "TunesFormer: Forming Irish Tunes with Control Codes by Bar
Patching" (2023). Bars are counted here as players do, in one pass and without the anacrusis, where TunesFormer counts
the bar symbols: `B:8` is an eight-bar part whatever leads into it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Protocol

from tunesmith.corpus.catalogue import record_of
from tunesmith.corpus.found_chords import chord_line
from tunesmith.music.rhythms import dance_of_meter, label_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from tunesmith.corpus.found_chords import Chords
    from tunesmith.notation import Bar, Tune
    from tunesmith.notation.canonical import Spelling

__all__ = ["CONTROL_LINES", "ControlLine", "controls_of", "label_in", "lines_asked_for"]

MOST_SECTIONS, MOST_BARS, SAME = 8, 32, 10
KEPT_OR_SPACE = re.compile(r'("[^"]*"|\[[A-Za-z]:[^]]*])|\s+')
USUAL_LIKENESS = 4
"""How alike two parts are asked to be, of 10: the median of the training tunes."""


class Asked(Protocol):
    """The fields of a request for a tune that control lines can tell of."""

    @property
    def rhythm(self) -> str | None: ...
    @property
    def form(self) -> str | None: ...
    @property
    def parts(self) -> int | None: ...
    @property
    def bars(self) -> int | None: ...
    @property
    def chords(self) -> str | bool | None: ...
    @property
    def progression(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One group of control lines; each of its texts ends in a newline, or is empty where nothing can be said.

    `of_tune` reads a tune with its canonical spelling, the label of its rhythm or None, and which chords its text has.
    """

    name: str
    of_tune: Callable[[Tune, Spelling, str | None, Chords], str]
    of_request: Callable[[Asked], str]


def controls_of(tune: Tune, spelling: Spelling, rhythm: str | None, chords: Chords) -> tuple[str, ...]:
    """Each group of CONTROL_LINES for a tune, as `ControlLine.of_tune` reads it."""
    return tuple(line.of_tune(tune, spelling, rhythm, chords) for line in CONTROL_LINES)


def lines_asked_for(request: Asked, known: Collection[str]) -> str:
    """The control lines that ask for what a request does, of the groups with names in `known`."""
    return "".join(line.of_request(request) for line in CONTROL_LINES if line.name in known)


def label_in(tune: Tune, source: str) -> str | None:
    """The label of the rhythm that a tune's `R:` field, transcription note or title names, or its source by its meter.

    None where none of them names a rhythm that networks know.
    """
    named = (label_of(description) for description in (tune.rhythm, tune.value("Z"), tune.title))
    label = next((label for label in named if label), None)
    return label or (dance_of_meter(str(tune.meter)) if record_of(source).meter_is_dance else None)


def form_codes(tune: Tune, spelling: Spelling) -> str:
    """The lines S, B and E; empty for a form beyond what the codes can say (8 sections of 32 bars)."""
    spans = [slice(part.first_bar, part.last_bar + 1) for part in tune.form.parts]
    sections = [tune.bars[span] for span in spans]
    counts = [_played(section) for section in sections]
    if not 1 <= len(sections) <= MOST_SECTIONS or not all(1 <= count <= MOST_BARS for count in counts):
        return ""
    texts = [_unspaced("|".join(spelling.bars[span])) for span in spans]
    lines = [f"S:{len(sections)}"]
    for index, count in enumerate(counts):
        lines += [f"E:{_likeness(texts[index], other)}" for other in texts[:index]]
        lines.append(f"B:{count}")
    return "".join(f"{line}\n" for line in lines)


def form_asked_for(request: Asked) -> str:
    """The lines S, B and E of a request that says how many bars its parts have."""
    parts = [letter for letter, _ in groupby(request.form)] if request.form else list(range(request.parts or 0))
    if not parts or not request.bars:
        return ""
    lines = [f"S:{len(parts)}"]
    for place, part in enumerate(parts):
        lines += [f"E:{SAME if earlier == part else USUAL_LIKENESS}" for earlier in parts[:place]]
        lines.append(f"B:{request.bars}")
    return "".join(f"{line}\n" for line in lines)


def rhythm_line(rhythm: str | None) -> str:
    """The line that names a rhythm; empty for None."""
    return f"R:{rhythm}\n" if rhythm else ""


def chords_asked_for(request: Asked) -> str:
    """The line for the chords that a request asks for; a progression is written by a person."""
    asked = request.chords or ("written" if request.progression else None)
    return f"C:{asked}\n" if asked else ""


def _played(section: Sequence[Bar]) -> int:
    """The bars of one pass: no anacrusis, no ending but the first, and two halves of a bar count once."""
    bars = [bar for bar in section if bar.fill != "anacrusis" and (not bar.endings or 1 in bar.endings)]
    halves = sum(
        before.fill == after.fill == "completion" and before.duration + after.duration == before.capacity
        for before, after in pairwise(bars)
    )
    return len(bars) - halves


def _unspaced(music: str) -> str:
    """Music without the white space between its notes, which stays in words and fields."""
    return KEPT_OR_SPACE.sub(r"\1", music)


def _likeness(first: str, second: str) -> int:
    """One minus the edit distance over the longer length, in tenths."""
    from rapidfuzz.distance import Levenshtein  # only what reads tunes needs it: a browser, which has none, just asks

    longest = max(len(first), len(second))
    if not longest:
        return SAME
    return round(SAME * (1 - Levenshtein.distance(first, second) / longest))


CONTROL_LINES = (
    ControlLine("rhythm", lambda *facts: rhythm_line(facts[2]), lambda request: rhythm_line(request.rhythm)),
    ControlLine("form", lambda *facts: form_codes(*facts[:2]), form_asked_for),
    ControlLine("chords", lambda *facts: chord_line(facts[3]), chords_asked_for),
)
"""All groups, in the order in which they stand before a tune."""
