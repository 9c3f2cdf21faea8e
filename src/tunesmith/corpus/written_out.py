"""Parts that are written out twice, written once with repeat signs, and with endings where only their ends differ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.corpus.measures import Measure

__all__ = ["fold"]

PARTS = (8, 16, 4)  # bars of a part, in the order in which they are tried
ENDINGS = {16: 2, 8: 2, 4: 0}  # bars in which the two times may differ; four bars and their answer are no repeat
STEP = 4  # bars: parts begin a whole number of phrases after the double bar or repeat before them
PLAIN = "|"


def fold(measures: Sequence[Measure]) -> list[Measure]:
    """The measures, every part that returns note for note right after itself written as a repeat.

    Chord symbols are those of the first time. A part does not reach over a double bar or a repeat sign.
    """
    result: list[Measure] = []
    at = 0
    while at < len(measures):
        end = next((i + 1 for i in range(at, len(measures)) if measures[i].after != PLAIN), len(measures))
        if measures[end - 1].after == ":|":
            result += measures[at:end]
        else:
            result += fold_stretch(measures[at:end])
        at = end
    return result


def fold_stretch(measures: Sequence[Measure]) -> list[Measure]:
    """Fold the parts of a stretch without signs in it; a short first bar is the pickup to all of it."""
    at = int(measures[0].duration < measures[0].capacity)
    result = list(measures[:at])
    while at < len(measures):
        found = next(((bars, last) for bars in PARTS if (last := ending(measures, at, bars)) is not None), None)
        if found is None:
            result += measures[at : at + STEP]
            at += STEP
        else:
            bars, last = found
            result += folded(measures[at : at + bars], measures[at + bars : at + 2 * bars], last)
            at += 2 * bars
    return result


def ending(measures: Sequence[Measure], at: int, bars: int) -> int | None:
    """In how many last bars the `bars` bars from `at` and those after them differ; None if they are not alike."""
    if at + 2 * bars > len(measures):
        return None
    pairs = zip(measures[at : at + bars], measures[at + bars : at + 2 * bars], strict=True)
    differing = [place for place, (one, other) in enumerate(pairs) if one.sounds != other.sounds]
    last = bars - differing[0] if differing else 0
    return last if last <= ENDINGS[bars] else None


def folded(first: Sequence[Measure], second: Sequence[Measure], last: int) -> list[Measure]:
    """Two times the same part, but for the `last` bars, as one with repeat signs and endings."""
    part = [replace(first[0], before="|:"), *first[1:]]
    if not last:
        return [*part[:-1], replace(part[-1], after=":|")]
    ends = [
        replace(part[-1], after=":|"),
        replace(second[-1], after="||" if second[-1].after == PLAIN else second[-1].after),
    ]
    begins = len(part) - last
    part = [*part[:-1], ends[0]]
    rest = [*second[begins:-1], ends[1]]
    part[begins] = replace(part[begins], ending="[1")
    rest[0] = replace(rest[0], ending="[2")
    return [*part, *rest]
