"""Statistics of a tune: parts and their bars, bars that return, the last notes, the range.

Bars are compared as they are written, by pitch and duration, anacruses left out.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, TypeAlias

from tunesmith.music.notes import pitch_class
from tunesmith.notation.elements import Chord, Note, Rest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tunesmith.notation.bars import Bar
    from tunesmith.notation.form import Part
    from tunesmith.notation.key import Key
    from tunesmith.notation.playing import Event
    from tunesmith.notation.tune import Tune

__all__ = ["STATISTICS", "part_length", "statistics_of", "struck", "tonic_of"]

EIGHT = 8
STATISTICS = {
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

Strike: TypeAlias = tuple[int, tuple[str, int, int | None] | None, int]
"""When in a bar, the pitch as it is written (None for a rest), and how long; both times in ticks of the tune."""


def statistics_of(tune: Tune, notes: Sequence[Event] | None = None) -> dict[str, float]:
    """Measure one tune, given its `struck` notes if they are at hand; shares are from 0 to 1."""
    events = struck(tune) if notes is None else notes
    heights = [pitch for event in events for pitch in event.pitches]
    repeated, varied = returning(tune.bars)
    parts = tune.form.parts
    tonic, scale = tonic_of(tune.key), tune.key.pitch_classes
    last_notes = [last for part in parts if (last := last_note(events, part))]
    return {
        "parts": float(len(parts)),
        "eight_bar_parts": share(part_length(tune, part) == EIGHT for part in parts),
        "aabb": float(tune.form.letters == "AABB"),
        "repeated_bars": repeated,
        "varied_bars": varied,
        "tonic_cadence": float(bool(events) and on_tonic(events[-1], tonic)),
        "part_cadences": share(on_tonic(last, tonic) for last in last_notes),
        "range": float(max(heights) - min(heights)) if heights else 0.0,
        "in_key": share(pitch % 12 in scale for pitch in heights),
        "notes_a_bar": len(events) / len(tune.bars),
        "full_bars": share(bar.fill in ("full", "anacrusis", "completion") for bar in tune.bars),
    }


def struck(tune: Tune) -> list[Event]:
    """What is struck in a tune as it is written: notes and chords, ties joined, rests left out."""
    return [event for event in tune.events(expanded=False) if event.pitches]


def share(answers: Iterable[bool]) -> float:
    """The share that is true; 0 of none."""
    found = list(answers)
    return sum(found) / len(found) if found else 0.0


def part_length(tune: Tune, part: Part) -> int:
    """The bars of one pass through a part: its time with the first ending, so that a pickup makes up its last bar."""
    bars = [bar for bar in tune.bars[part.first_bar : part.last_bar + 1] if not bar.endings or 1 in bar.endings]
    capacity = tune.meter.capacity
    return round(sum(bar.duration for bar in bars) / capacity) if capacity else len(bars)


def last_note(notes: Sequence[Event], part: Part) -> Event | None:
    """The last note of a part."""
    return next((event for event in reversed(notes) if part.first_bar <= event.bar <= part.last_bar), None)


def on_tonic(event: Event, tonic: int) -> bool:
    """Whether the lowest pitch of a note is of this pitch class."""
    return min(event.pitches) % 12 == tonic


def tonic_of(key: Key) -> int:
    """The pitch class of the tonic, from 0 (C) to 11."""
    return pitch_class(key.tonic or "C")


def returning(bars: Sequence[Bar]) -> tuple[float, float]:
    """The shares of the bars that stand before in the tune as they are, and changed for at most half their time."""
    counted = [bar for bar in bars if bar.fill != "anacrusis"]
    resolution = lcm(*(element.duration.denominator for bar in counted for element in sounding(bar)))
    seen: set[frozenset[Strike]] = set()
    repeated = varied = 0
    for bar in counted:
        music, time = strikes(bar, resolution), bar.duration * resolution
        alike = time if music in seen else max((sum(ticks for *_, ticks in music & one) for one in seen), default=0)
        repeated += alike == time
        varied += time <= 2 * alike < 2 * time
        seen.add(music)
    return (repeated / len(counted), varied / len(counted)) if counted else (0.0, 0.0)


def sounding(bar: Bar) -> Iterable[Note | Chord | Rest]:
    """The elements of a bar that take time."""
    return (element for element in bar.elements if isinstance(element, Note | Chord | Rest))


def strikes(bar: Bar, resolution: int) -> frozenset[Strike]:
    """What is written in a bar, and when, in ticks, of which a whole note has `resolution`."""
    now = 0
    result = set()
    for element in sounding(bar):
        first = element.notes[0] if isinstance(element, Chord) else element
        pitch = None if isinstance(first, Rest) else (first.letter, first.octave, first.accidental)
        ticks = element.duration.numerator * (resolution // element.duration.denominator)
        result.add((now, pitch, ticks))
        now += ticks
    return frozenset(result)
