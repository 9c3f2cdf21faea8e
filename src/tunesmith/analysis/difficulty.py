"""How hard a tune is to play: its range, its speed, its leaps and, on strings, how far up the neck it goes.

Each has a grade. Of 3,000 tunes of The Session (the dump of December 2021), about a third have each grade of range, of
speed and of leaps; a tune is as hard as its grades are on average.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tunesmith.analysis.statistics import struck

if TYPE_CHECKING:
    from tunesmith.music.instruments import Instrument
    from tunesmith.notation import Tempo, Tune

__all__ = ["Aspect", "AspectName", "Difficulty", "Grade", "difficulty_of"]

Grade: TypeAlias = Literal["easy", "moderate", "hard"]
AspectName: TypeAlias = Literal["range", "speed", "leaps", "position"]
GRADES: Final[tuple[Grade, ...]] = ("easy", "moderate", "hard")
"""From the easiest on."""
TERTILES: Final[dict[AspectName, tuple[float, float]]] = {
    "range": (16.0, 19.0),
    "speed": (4.7, 5.4),
    "leaps": (0.039, 0.080),
}
"""The most that is easy and the most that is moderate: semitones, notes a second, share of the steps."""
NEARLY: Final = Fraction(2, 3)
"""How far the mean grade, from 0 to 2, may be from the end of the scale."""
FIFTH: Final = 7  # semitones, from which on a step is a leap
SHIFT: Final = 5  # frets beyond the first position that a moderate tune may go


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that makes a tune easy or hard: how much of it there is, and its grade."""

    name: AspectName
    amount: float
    grade: Grade


@dataclass(frozen=True, slots=True)
class Difficulty:
    """How hard a tune is.

    Its aspects are `range` (semitones), `speed` (notes a second), `leaps` (the share of steps of a fifth or more) and,
    on an instrument with strings, `position` (frets that the highest note is up the highest string).
    """

    aspects: tuple[Aspect, ...]

    @property
    def grade(self) -> Grade:
        """Easy where its aspects are so on average, or nearly; hard likewise; else moderate."""
        places = [GRADES.index(aspect.grade) for aspect in self.aspects]
        mean = Fraction(sum(places), len(places))
        return GRADES[(mean > NEARLY) + (mean >= 2 - NEARLY)]


def difficulty_of(tune: Tune, tempo: Tempo | None, instrument: Instrument | None = None) -> Difficulty | None:
    """Grade a tune that is played at this tempo, without its speed if that is None; None for one without two notes."""
    notes = struck(tune)
    if len(notes) < 2:
        return None
    heights = [max(event.pitches) for event in notes]
    steps = [abs(then - first) for first, then in pairwise(heights)]
    amounts: dict[AspectName, float] = {
        "range": float(max(heights) - min(heights)),
        "leaps": sum(step >= FIFTH for step in steps) / len(steps),
    }
    if tempo:
        minutes = sum(float(event.duration) for event in notes) / float(tempo.whole_notes_a_minute)
        amounts["speed"] = len(notes) / (60 * minutes)
    aspects = [
        Aspect(name, amount, graded(amount, *TERTILES[name]))
        for name in TERTILES
        if (amount := amounts.get(name)) is not None
    ]
    if instrument and instrument.tunings:
        tuning = instrument.tunings[0]
        frets = max(heights) - max(tuning.open_notes)
        aspects.append(Aspect("position", float(frets), graded(frets, tuning.reach, tuning.reach + SHIFT)))
    return Difficulty(tuple(aspects))


def graded(amount: float, easy: float, moderate: float) -> Grade:
    """The grade of an amount, given the most that is easy and the most that is moderate."""
    return GRADES[(amount > easy) + (amount > moderate)]
