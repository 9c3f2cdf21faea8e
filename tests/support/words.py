"""A tune as words: each note, chord or rest with the signs that stand before and after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tunesmith.notation import (
    BrokenRhythm,
    Chord,
    Decoration,
    Element,
    MultiBarRest,
    Note,
    Rest,
    SlurClose,
    Space,
    Tie,
    TupletMark,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.notation import Bar, Tune

AFTER = (Tie, BrokenRhythm, SlurClose)
"""The signs that belong to the note before them."""


@dataclass(slots=True)
class Word:
    """A note, chord or rest with its signs.

    `unit` and `onset` (from the bar line) in whole notes; `spaced`: a space or a bar line stands before it; `tuplet`:
    1, 2, 3 for the notes of a triplet, 0 outside; `first`: the first word of its triplet, where that is another;
    `second`: broken rhythm leads to it.
    """

    timed: Note | Chord | Rest
    bar: Bar
    unit: Fraction
    before: list[Element]
    spaced: bool
    onset: Fraction
    tuplet: int
    first: Word | None
    second: bool
    after: list[Element] = field(default_factory=list)

    @property
    def length(self) -> Fraction:
        """The written length in units."""
        return self.timed.length

    @property
    def notes(self) -> Sequence[Note]:
        """The notes struck."""
        if isinstance(self.timed, Chord):
            return self.timed.notes
        return [self.timed] if isinstance(self.timed, Note) else []

    @property
    def broken(self) -> BrokenRhythm | None:
        """The broken rhythm that leads away from it."""
        return next((sign for sign in self.after if isinstance(sign, BrokenRhythm)), None)

    def signs(self, kind: Any) -> list[Any]:
        """Its signs of a kind, in order."""
        return [sign for sign in [*self.before, *self.after] if isinstance(sign, kind)]

    def named(self, names: set[str]) -> bool:
        """Whether it has one of these decorations."""
        return any(sign.name in names for sign in self.signs(Decoration))


def read(tune: Tune) -> Iterator[Word]:
    """Return the words of a tune; signs that no note follows in their bar are left out."""
    left = span = 0
    first: Word | None = None
    for bar in tune.bars:
        before: list[Element] = []
        word: Word | None = None
        spaced, onset = True, Fraction(0)
        for sign in bar.elements:
            if isinstance(sign, Note | Chord | Rest):
                tuplet = span - left + 1 if left else 0
                second = word is not None and word.broken is not None
                word = Word(sign, bar, tune.unit, before, spaced, onset, tuplet, first if tuplet > 1 else None, second)
                first = word if tuplet == 1 else first
                before, spaced, onset, left = [], False, onset + sign.duration, max(left - 1, 0)
                yield word
            elif isinstance(sign, AFTER) and word is not None:
                word.after.append(sign)
            elif isinstance(sign, MultiBarRest):
                before, word = [], None
            else:
                before.append(sign)
                spaced = spaced or isinstance(sign, Space)
                if isinstance(sign, TupletMark):
                    left = span = sign.span
