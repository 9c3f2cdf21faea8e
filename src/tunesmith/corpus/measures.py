"""A tune as a row of measures that can be compared, given other bar lines and written out again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tunesmith.notation import Chord, LineBreak, Note, Rest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from tunesmith.notation import Bar, Element, Tune

__all__ = ["Measure", "Sound", "measures_of", "written"]

Sound: TypeAlias = "tuple[tuple[tuple[str, int, int | None], ...], Fraction]"
"""The letter, octave and written accidental of each note, none for a rest, and the duration."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One bar: what is in it, how long it is and should be (in whole notes), and the lines around it.

    `ending` is the number of the alternative ending that starts here, "" for none.
    """

    elements: tuple[Element, ...]
    duration: Fraction
    capacity: Fraction
    before: str = ""
    after: str = "|"
    ending: str = ""

    @property
    def sounds(self) -> tuple[Sound, ...]:
        """The written pitches and durations, without chord symbols."""
        return tuple(sound_of(element) for element in self.elements if isinstance(element, Note | Chord | Rest))

    @property
    def rhythm(self) -> tuple[Fraction, ...]:
        """The durations alone."""
        return tuple(duration for _, duration in self.sounds)

    @property
    def silent(self) -> bool:
        """Whether nothing but rests is in it."""
        return not any(pitches for pitches, _ in self.sounds)

    @property
    def text(self) -> str:
        """The measure with the lines before and after it."""
        return f"{self.before}{self.ending}{''.join(element.text for element in self.elements)}{self.after}"


def sound_of(element: Note | Chord | Rest) -> Sound:
    """The written pitches and the duration of a note, chord or rest."""
    notes = () if isinstance(element, Rest) else element.notes if isinstance(element, Chord) else (element,)
    return tuple((note.letter, note.octave, note.accidental) for note in notes), element.duration


def measures_of(tune: Tune) -> list[Measure]:
    """The measures of a tune of one voice that has no endings, such as a lead sheet."""
    return [measure_of(bar) for bar in tune.bars]


def measure_of(bar: Bar) -> Measure:
    """One bar, without the line breaks in it."""
    kept = tuple(element for element in bar.elements if not isinstance(element, LineBreak))
    opening = bar.opening.text if bar.opening and bar.opening.opens else ""
    return Measure(kept, bar.duration, bar.capacity, opening, bar.closing.text if bar.closing else "")


def written(tune: Tune, measures: Sequence[Measure]) -> str:
    """The text of a tune with these measures instead of its own."""
    head = "".join(element.text for element in tune.header)
    return head + "".join(measure.text for measure in measures)
