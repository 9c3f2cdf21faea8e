"""The limits of a performance, checked from the bars of a tune before any note is played."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final

from tunesmith.errors import RenderError
from tunesmith.notation import Chord, GraceGroup, MultiBarRest, Note, Rest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.analysis.timeline import PlayedBar
    from tunesmith.notation import Bar, Element

__all__ = ["LONGEST_SECONDS", "LONGEST_SET", "affordable", "seconds_of", "set_too_long", "too_long"]

LONGEST_SECONDS: Final = 900
LONGEST_SET: Final = 7200
"""Seconds of a set where no sound has to be made, as in MIDI."""
MOST_SOUNDS: Final = 50_000
"""Notes of one performance, chords and grace notes counted note by note: 55 a second for a quarter of an hour."""
FINEST: Final = 64
"""Binary digits of the number of parts into which a whole note is divided so that each length is a number of them."""


def affordable(bars: Sequence[PlayedBar], tempos: Sequence[tuple[Fraction, Fraction]]) -> None:
    """RenderError if these bars last, hold or divide more than can be played.

    `tempos` are (onset, whole notes a minute), in order with the first at 0.
    """
    seconds = seconds_of(bars, tempos)
    if seconds > LONGEST_SECONDS:
        raise too_long(seconds)
    written = {played.bar.index: played.bar for played in bars}
    playings = Counter(played.bar.index for played in bars)
    sounds = sum(times * notes_in(written[index]) for index, times in playings.items())
    if sounds > MOST_SOUNDS:
        raise RenderError(f"this tune has {sounds:,} notes as it is played; up to {MOST_SOUNDS:,} can be played")
    divided(written.values())


def seconds_of(bars: Sequence[PlayedBar], tempos: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """How long the bars last, without what ornaments and fermatas add."""
    end = bars[-1].end
    borders = [*(onset for onset, _ in tempos[1:]), end]
    return sum(
        ((then - onset) * 60 / rate for (onset, rate), then in zip(tempos, borders, strict=True)), start=Fraction(0)
    )


def too_long(seconds: Fraction | float) -> RenderError:
    """The error for a tune of so many seconds."""
    minutes = min(int(seconds / 60 + Fraction(1, 2)), 10**6)
    return RenderError(f"this tune lasts {minutes:,} minutes; up to {LONGEST_SECONDS // 60} can be played")


def set_too_long(most: int) -> RenderError:
    """The error for tunes that last longer than so many seconds together."""
    minutes = most // 60
    return RenderError(f"these tunes last more than {minutes} minutes together, the most that one such file can hold")


def notes_in(bar: Bar) -> int:
    """The notes of a bar, those of chords and the grace notes too."""
    return sum(len(e.notes) if isinstance(e, Chord | GraceGroup) else isinstance(e, Note) for e in bar.elements)


def divided(bars: Iterable[Bar]) -> None:
    """RenderError if too many parts of a whole note would be needed to count every length."""
    parts = 1
    for length in (length for bar in bars for element in bar.elements for length in lengths(element)):
        if parts % length.denominator:
            parts = lcm(parts, length.denominator)
            if parts.bit_length() > FINEST:
                raise RenderError("the lengths of this tune's notes have no common part that could be counted")


def lengths(element: Element) -> Iterator[Fraction]:
    """The lengths of an element and of its notes, if it takes time."""
    if isinstance(element, Note | Chord | Rest | MultiBarRest):
        yield element.duration
    if isinstance(element, Chord):
        yield from (note.duration for note in element.notes)
