"""Form: the habits of folk tunes that can be counted, each with its confidence interval over a sample.

Bars are compared as they are written, by pitch and duration, anacruses left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from tunesmith.judging.intervals import Interval, mean_interval
from tunesmith.notation import Chord, Note, Rest
from tunesmith.notation.pitch import SEMITONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tunesmith.notation import Bar, Event, Key, Part, Tune

Strikes: TypeAlias = dict[Fraction, tuple[tuple[str, int, int | None] | None, Fraction]]

__all__ = ["COUNTED", "HABITS", "FormFigures", "form_figures", "habits_of"]

EIGHT = 8
VARIED = Fraction(1, 2)  # of a bar's time at least is as in an earlier bar, but not all of it
SHOWN = 12  # forms that are named
HABITS = {
    "parts": "parts",
    "eight_bar_parts": "parts of 8 bars",
    "aabb": "form AABB",
    "repeated_bars": "bars repeated",
    "varied_bars": "bars varied",
    "tonic_cadence": "ends on the tonic",
    "part_cadences": "parts that end on the tonic",
    "range": "range in semitones",
    "in_key": "notes in the key",
    "notes_a_bar": "notes in a bar",
    "full_bars": "bars that are full",
}
"""What is measured of every tune, and what people call it."""
COUNTED = ("parts", "range", "notes_a_bar")
"""Those that are counted; the others are shares."""


@dataclass(frozen=True, slots=True)
class FormFigures:
    """The mean of every habit over the tunes of a sample, and the share of the most frequent forms."""

    tunes: int
    habits: dict[str, Interval]
    forms: dict[str, float]


def form_figures(tunes: Sequence[Tune]) -> FormFigures:
    """Measure the form of at least one tune."""
    rows = [habits_of(tune) for tune in tunes]
    forms = Counter(tune.form.letters for tune in tunes)
    return FormFigures(
        tunes=len(tunes),
        habits={name: mean_interval([row[name] for row in rows]) for name in HABITS},
        forms={form: count / len(tunes) for form, count in forms.most_common(SHOWN)},
    )


def habits_of(tune: Tune) -> dict[str, float]:
    """Measure one tune; shares are from 0 to 1."""
    notes = [event for event in tune.events(expanded=False) if event.pitches]
    heights = [pitch for event in notes for pitch in event.pitches]
    repeated, varied = echoes(tune.bars)
    parts = tune.form.parts
    sizes = [part_length(tune, part) for part in parts]
    return {
        "parts": float(len(parts)),
        "eight_bar_parts": share(size == EIGHT for size in sizes),
        "aabb": float(tune.form.letters == "AABB"),
        "repeated_bars": repeated,
        "varied_bars": varied,
        "tonic_cadence": float(bool(notes) and on_tonic(notes[-1], tune.key)),
        "part_cadences": share(on_tonic(last, tune.key) for part in parts if (last := last_note(notes, part))),
        "range": float(max(heights) - min(heights)) if heights else 0.0,
        "in_key": share(pitch % 12 in scale(tune.key) for pitch in heights),
        "notes_a_bar": len(notes) / len(tune.bars),
        "full_bars": share(bar.fill in ("full", "anacrusis", "completion") for bar in tune.bars),
    }


def share(answers: Iterable[bool]) -> float:
    """The share that is true; 0 of none."""
    found = list(answers)
    return sum(found) / len(found) if found else 0.0


def part_length(tune: Tune, part: Part) -> int:
    """The bars of one pass through a part: its time with the first ending, so that an upbeat makes up its last bar."""
    bars = [bar for bar in tune.bars[part.first_bar : part.last_bar + 1] if not bar.endings or 1 in bar.endings]
    capacity = tune.meter.capacity
    return round(sum(bar.duration for bar in bars) / capacity) if capacity else len(bars)


def last_note(notes: Sequence[Event], part: Part) -> Event | None:
    """The last note of a part."""
    return next((event for event in reversed(notes) if part.first_bar <= event.bar <= part.last_bar), None)


def on_tonic(event: Event, key: Key) -> bool:
    """Whether the lowest pitch of a note is the tonic of the key, in any octave."""
    return min(event.pitches) % 12 == tonic_of(key)


def tonic_of(key: Key) -> int:
    """The pitch class of the tonic, from 0 (C) to 11."""
    tonic = key.tonic or "C"
    return (SEMITONES[tonic[0]] + tonic.count("#") - tonic.count("b")) % 12


def scale(key: Key) -> frozenset[int]:
    """The pitch classes of the key signature."""
    return frozenset((SEMITONES[letter] + key.signature.get(letter, 0)) % 12 for letter in SEMITONES)


def echoes(bars: Sequence[Bar]) -> tuple[float, float]:
    """The shares of the bars that stand before in the tune as they are, and with changes."""
    seen: list[Strikes] = []
    repeated = varied = 0
    for bar in bars:
        if bar.fill == "anacrusis":
            continue
        music = strikes(bar)
        likeness = max((alike(music, other, bar.duration) for other in seen), default=Fraction(0))
        repeated += likeness == 1
        varied += VARIED <= likeness < 1
        seen.append(music)
    return (repeated / len(seen), varied / len(seen)) if seen else (0.0, 0.0)


def strikes(bar: Bar) -> Strikes:
    """What is written at each time of a bar, with its duration."""
    now = Fraction(0)
    result: Strikes = {}
    for element in bar.elements:
        if isinstance(element, Note | Chord | Rest):
            first = element.notes[0] if isinstance(element, Chord) else element
            pitch = None if isinstance(first, Rest) else (first.letter, first.octave, first.accidental)
            result[now] = (pitch, element.duration)
            now += element.duration
    return result


def alike(one: Strikes, other: Strikes, duration: Fraction) -> Fraction:
    """The share of the time of a bar in which another bar has the same notes at the same times."""
    same = sum((strike[1] for at, strike in one.items() if other.get(at) == strike), Fraction(0))
    return same / duration
