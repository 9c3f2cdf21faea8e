"""Control lines: what a tune is, in a few lines before its text, so that a network can be asked for it.

Two groups of lines, each there or not: the rhythm (`R:jig`), and the form in TunesFormer's codes, `S:` the number of
sections, then for every section `B:` its bars, with one `E:` before it for each earlier section that says how alike the
two are, from 0 to 10. Source: Wu, Li, Yu and Sun, "TunesFormer: Forming Irish Tunes with Control Codes by Bar
Patching" (2023). Bars are counted here as players do, in one pass and without the anacrusis, where TunesFormer counts
the bar symbols: `B:8` is an eight-bar part whatever leads into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from tunesmith.corpus.catalogue import record_of
from tunesmith.music.rhythms import dance_of_meter, label_of
from tunesmith.notation import LineBreak, Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.notation import Bar, Tune

__all__ = ["Controls", "controls_of", "label_in"]

MOST_SECTIONS, MOST_BARS, ALIKE = 8, 32, 10


@dataclass(frozen=True, slots=True)
class Controls:
    """The two groups of control lines of one tune, each ending in a newline, or empty where nothing can be said."""

    rhythm: str
    form: str


def controls_of(tune: Tune, rhythm: str | None) -> Controls:
    """The control lines of a tune in canonical spelling, `rhythm` being the label of one or None."""
    return Controls(f"R:{rhythm}\n" if rhythm else "", form_codes(tune))


def label_in(tune: Tune, source: str) -> str | None:
    """The label of the rhythm that a tune's `R:` field, transcription note or title names, or its source by its meter.

    None where none of them names a rhythm that networks know.
    """
    named = (label_of(description) for description in (tune.rhythm, tune.value("Z"), tune.title))
    label = next((label for label in named if label), None)
    return label or (dance_of_meter(str(tune.meter)) if record_of(source).meter_is_dance else None)


def form_codes(tune: Tune) -> str:
    """The lines S, B and E; empty for a form beyond what the codes can say (8 sections of 32 bars)."""
    sections = [tune.bars[part.first_bar : part.last_bar + 1] for part in tune.form.parts]
    counts = [_played(section) for section in sections]
    if not 1 <= len(sections) <= MOST_SECTIONS or not all(1 <= count <= MOST_BARS for count in counts):
        return ""
    texts = [_text(section) for section in sections]
    lines = [f"S:{len(sections)}"]
    for index, count in enumerate(counts):
        lines += [f"E:{_likeness(texts[index], other)}" for other in texts[:index]]
        lines.append(f"B:{count}")
    return "".join(f"{line}\n" for line in lines)


def _played(section: Sequence[Bar]) -> int:
    """The bars of one pass: no anacrusis, no ending but the first, and two halves of a bar count once."""
    bars = [bar for bar in section if bar.fill != "anacrusis" and (not bar.endings or 1 in bar.endings)]
    halves = sum(
        before.fill == after.fill == "completion" and before.duration + after.duration == before.capacity
        for before, after in pairwise(bars)
    )
    return len(bars) - halves


def _text(section: Sequence[Bar]) -> str:
    """The music of a section as it is written, without white space."""
    return "|".join(
        "".join(element.text for element in bar.elements if not isinstance(element, Space | LineBreak))
        for bar in section
    )


def _likeness(first: str, second: str) -> int:
    """One minus the edit distance over the longer length, in tenths."""
    longest = max(len(first), len(second))
    if not longest:
        return ALIKE
    return round(ALIKE * (1 - Levenshtein.distance(first, second) / longest))
