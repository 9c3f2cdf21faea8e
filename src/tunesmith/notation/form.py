"""Form: the parts of a tune, how they are repeated, and which of them are the same music."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tunesmith.notation.elements import Chord, Note, Rest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from tunesmith.notation.bars import Bar

__all__ = ["Form", "Part", "read_form"]

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALIKE = 2 / 3  # the share of equal bars from which two parts are one


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a tune: bars `first_bar` to `last_bar`, both counted from 0 and included.

    `endings` holds the (first, last) bars of each alternative ending; `repeated` says whether it is played again.
    """

    first_bar: int
    last_bar: int
    repeated: bool
    endings: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A tune's parts in order, and one letter for each time one is played: `AABB` (Z for the 26th and all later)."""

    parts: tuple[Part, ...]
    letters: str


def read_form(bars: Sequence[Bar]) -> Form:
    """Find the parts of a tune from its bar lines and compare them."""
    parts = tuple(make_part(run) for run in runs(bars))
    names: list[str] = []
    bodies: list[list[tuple[object, ...]]] = []
    for part in parts:
        body = [melody(bar) for bar in bars[part.first_bar : part.last_bar + 1] if not skipped(bar)]
        known = next((index for index, other in enumerate(bodies) if alike(body, other)), len(bodies))
        bodies += [body] * (known == len(bodies) < len(ALPHABET))
        names.append(ALPHABET[min(known, len(ALPHABET) - 1)] * (2 if part.repeated else 1))
    return Form(parts, "".join(names))


def runs(bars: Sequence[Bar]) -> list[list[Bar]]:
    """The bars part by part; an anacrusis before a repeat sign belongs to the part that it leads into."""
    enclosed = inside_repeat(bars)
    result: list[list[Bar]] = []
    for bar in bars:
        fresh = bar.starts_part and not bar.endings and (bar.index not in enclosed)
        alone = bool(result) and len(result[-1]) == 1 and result[-1][0].fill == "anacrusis"
        pickup = alone and not (bar.opening and bar.opening.closes)
        if not result or (fresh and not pickup):
            result.append([bar])
        else:
            result[-1].append(bar)
    return result


def inside_repeat(bars: Sequence[Bar]) -> set[int]:
    """The bars that follow a plain double bar between `|:` and its `:|`, so that no part starts there."""
    found: set[int] = set()
    waiting: list[int] | None = None
    for bar in bars:
        line = bar.opening
        if line is not None and line.double:
            if line.closes:
                found.update(waiting or ())
            if line.opens or line.closes:
                waiting = [] if line.opens else None
            elif waiting is not None:
                waiting.append(bar.index)
    if bars and waiting and bars[-1].closing is not None and bars[-1].closing.closes:
        found.update(waiting)
    return found


def make_part(run: Sequence[Bar]) -> Part:
    """The part that these bars make."""
    spans = [list(group) for numbers, group in groupby(run, key=lambda bar: bar.endings) if numbers]
    endings = tuple((span[0].index, span[-1].index) for span in spans)
    repeated = any(bar.closing is not None and bar.closing.closes for bar in run)
    return Part(run[0].index, run[-1].index, repeated, endings)


def skipped(bar: Bar) -> bool:
    """Whether a bar is left out of the comparison: an anacrusis, or an ending other than the first."""
    return bar.fill == "anacrusis" or (bool(bar.endings) and 1 not in bar.endings)


def melody(bar: Bar) -> tuple[object, ...]:
    """The written pitches and durations of a bar."""
    return tuple(voiced(element) for element in bar.elements if isinstance(element, Note | Chord | Rest))


def voiced(element: Note | Chord | Rest) -> tuple[str, int, int | None, Fraction]:
    """The written pitch (of a chord: its first note's) and duration."""
    if isinstance(element, Rest):
        return "", 0, None, element.duration
    note = element.notes[0] if isinstance(element, Chord) else element
    return note.letter, note.octave, note.accidental, element.duration


def alike(one: Sequence[object], other: Sequence[object]) -> bool:
    """Whether so many bars are equal, place by place, that both are the same part."""
    longest = max(len(one), len(other))
    return longest > 0 and sum(a == b for a, b in zip(one, other, strict=False)) >= ALIKE * longest
