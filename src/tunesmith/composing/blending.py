"""Between what a passage was and what it might be: other notes in a stretch of it, the old ones before and after.

A stretch begins and ends on a pulse at which both the old and the new notes begin, so that no note is cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tunesmith.analysis.harmony import LEADS, note_places
from tunesmith.notation.elements import ChordSymbol
from tunesmith.notation.lines import line_starts
from tunesmith.notation.meter import pulse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.notation import Tune
    from tunesmith.notation.bars import Bar

__all__ = ["Written", "blends"]


@dataclass(frozen=True, slots=True)
class Written:
    """A bar as it is written: the text of its notes, how long it is in pulses, and where in the text pulses begin."""

    text: str
    pulses: int
    cuts: dict[int, int]

    @classmethod
    def of(cls, tune: Tune, bar: Bar, span: tuple[int, int]) -> Written:
        """A bar of a tune, whose notes stand at `span` in its text."""
        lines, (start, end) = line_starts(tune.text), span
        beat = pulse(bar.meter)
        pulses = -int(-bar.duration // beat)
        begun = note_places(bar, (*LEADS, ChordSymbol))
        places = {offset: lines[place.line - 1] + place.column - 1 - start for offset, place in begun}
        inside = {int(offset / beat): place for offset, place in places.items() if not offset % beat}
        return cls(tune.text[start:end], pulses, {0: 0} | inside | {pulses: end - start})

    def part(self, first: int, last: int) -> str:
        """What is written from one pulse to another."""
        return self.text[self.cuts[first] : self.cuts[last]]


def blends(old: Sequence[Written], new: Sequence[Written], share: float) -> Iterator[list[str]]:
    """The texts of the bars with each stretch of the new notes that is as long as this share of the pulses allows.

    It is at least one pulse long.
    """
    lengths = [bar.pulses for bar in old]
    total = sum(lengths)
    length = max(1, int(share * total))
    for start in range(total - length + 1):
        texts, before = [], 0
        for one, other in zip(old, new, strict=True):
            first, last = (min(max(place - before, 0), one.pulses) for place in (start, start + length))
            texts.append(spliced(one, other, first, last))
            before += one.pulses
        whole = [text for text in texts if text is not None]
        if len(whole) == len(texts):
            yield whole


def spliced(old: Written, new: Written, first: int, last: int) -> str | None:
    """A bar with the new notes from one pulse to another; None if a note lies over either in the old or the new bar."""
    if first == last:
        return old.text
    if old.pulses != new.pulses or not {first, last} <= old.cuts.keys() & new.cuts.keys():
        return None
    parts = old.part(0, first), new.part(first, last), old.part(last, old.pulses)
    return " ".join(part.strip() for part in parts if part.strip())
