"""Form: the parts of a tune, how they are repeated, and which of them are the same music."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tunesmith.notation.elements import Chord, Note, Rest
from tunesmith.notation.repeats import closes, sections, turns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from tunesmith.notation.bars import Bar

__all__ = ["Form", "Part", "read_form"]

SOUNDING = (Note, Chord, Rest)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALIKE = 2 / 3  # with at least this share of equal bars, two parts are the same music


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
    """Find the parts of a tune by its repeats, and compare them."""
    parts: list[Part] = []
    names: list[str] = []
    bodies: list[list[tuple[object, ...]]] = []
    for run in runs(bars):
        times = max(map(turns, run))
        parts.append(make_part([bar for section in run for bar in section], times > 1))
        body = [melody(bar) for section in run for bar in section if not skipped(bar)]
        known = next((index for index, other in enumerate(bodies) if alike(body, other)), len(bodies))
        bodies += [body] * (known == len(bodies) < len(ALPHABET))
        names.append(ALPHABET[min(known, len(ALPHABET) - 1)] * times)
    return Form(tuple(parts), "".join(names))


def runs(bars: Sequence[Bar]) -> list[list[Sequence[Bar]]]:
    """The sections of each part; an anacrusis before a repeat sign belongs to the part that it leads into."""
    result: list[list[Sequence[Bar]]] = []
    for section in sections(bars):
        if result and waits(result[-1]):
            result[-1].append(section)
        else:
            result.append([section])
    return result


def waits(run: Sequence[Sequence[Bar]]) -> bool:
    """Whether all that there is of a part is an anacrusis."""
    pickup = run[0][0]
    return len(run) == len(run[0]) == 1 and pickup.fill == "anacrusis" and not closes(pickup)


def make_part(bars: Sequence[Bar], repeated: bool) -> Part:
    """The part that these bars make."""
    spans = [list(group) for numbers, group in groupby(bars, key=lambda bar: bar.endings) if numbers]
    endings = tuple((span[0].index, span[-1].index) for span in spans)
    return Part(bars[0].index, bars[-1].index, repeated, endings)


def skipped(bar: Bar) -> bool:
    """Whether a bar is left out of the comparison: an anacrusis, or an ending other than the first."""
    return bar.fill == "anacrusis" or (bool(bar.endings) and 1 not in bar.endings)


def melody(bar: Bar) -> tuple[object, ...]:
    """The written pitches and durations of a bar."""
    return tuple([voiced(element) for element in bar.elements if isinstance(element, SOUNDING)])


def voiced(element: Note | Chord | Rest) -> tuple[str, int, int | None, Fraction]:
    """The written pitch (of a chord: its first note's) and duration."""
    if isinstance(element, Rest):
        return "", 0, None, element.duration
    note = element if isinstance(element, Note) else element.notes[0]
    return note.letter, note.octave, note.accidental, element.duration


def alike(one: Sequence[object], other: Sequence[object]) -> bool:
    """Whether so many bars are equal, place by place, that both are the same part."""
    longest = max(len(one), len(other))
    return longest > 0 and sum(a == b for a, b in zip(one, other, strict=False)) >= ALIKE * longest
