"""Played times on a grid: each beat is divided in the way that explains its notes best.

A beat is a quarter note, or a dotted one in compound meters. It may be divided into eighths, sixteenths, triplets and,
in dotted beats, triplets at either end. A division costs the more, the rarer it is; so do notes that are off it,
by the square of their distance, measured in the unsteadiness of a player.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.conversion.midi.performed import Played

__all__ = ["GridNote", "quantised"]

UNSTEADY: Final = 0.018  # seconds: the standard deviation of 30 ms either way
HELD: Final = 0.62  # of the time to the next note, from which on a note lasts until then
SHORTEST_GAP: Final = 0.08  # seconds, which an unsteady player may leave between two notes


def spread(parts: int, length: Fraction) -> tuple[Fraction, ...]:
    """The points of a beat that is divided evenly, its end among them."""
    return tuple(length * place / parts for place in range(parts + 1))


QUARTER, DOTTED = Fraction(1), Fraction(3, 2)
THIRDS: Final = spread(3, QUARTER)
DIVISIONS: Final[dict[Fraction, tuple[tuple[float, tuple[Fraction, ...]], ...]]] = {
    QUARTER: (
        (0.0, spread(2, QUARTER)),
        (4.0, spread(4, QUARTER)),
        (3.0, THIRDS),
        (12.0, spread(8, QUARTER)),
        (12.0, spread(6, QUARTER)),
    ),
    DOTTED: (
        (0.0, spread(3, DOTTED)),
        (3.0, spread(6, DOTTED)),
        (6.0, (*THIRDS, DOTTED)),
        (6.0, (Fraction(0), *(Fraction(1, 2) + third for third in THIRDS))),
        (9.0, spread(2, DOTTED)),
        (12.0, spread(12, DOTTED)),
    ),
}

HALF, THIRD, QUARTERS = Fraction(1, 2), Fraction(1, 3), Fraction(1, 4)
USUAL: Final[dict[Fraction, dict[tuple[Fraction, ...], float]]] = {
    QUARTER: {
        (Fraction(0), HALF): 1.1,
        (Fraction(0),): 2.5,
        (Fraction(0), 3 * QUARTERS): 6.4,
        (HALF,): 6.5,
        (Fraction(0), HALF, 3 * QUARTERS): 8.6,
        (Fraction(0), QUARTERS, HALF, 3 * QUARTERS): 8.6,
        (Fraction(0), THIRD, 2 * THIRD): 8.7,
        (Fraction(0), QUARTERS, HALF): 10.0,
        (Fraction(0), QUARTERS): 11.4,
        (HALF, 3 * QUARTERS): 12.4,
    },
    DOTTED: {
        (Fraction(0), HALF, QUARTER): 1.0,
        (Fraction(0), QUARTER): 2.9,
        (Fraction(0),): 4.9,
        (Fraction(0), 3 * QUARTERS, QUARTER): 7.1,
        (Fraction(0), QUARTERS, HALF, QUARTER): 9.4,
        (QUARTER,): 10.3,
        (HALF, QUARTER): 10.4,
        (Fraction(0), HALF): 10.4,
        (Fraction(0), HALF, 3 * QUARTERS, QUARTER): 11.2,
        (Fraction(0), HALF, 5 * QUARTERS): 11.5,
    },
}
"""Minus twice the logarithm of how often the notes of a beat begin here: of 45,000 beats of 500 tunes of the corpus."""
RARE: Final = 12.0  # what a rhythm costs that is not among them, beside its division


@dataclass(frozen=True, slots=True)
class GridNote:
    """A note on the grid: `onset` and `duration` in quarter notes."""

    onset: Fraction
    duration: Fraction
    pitch: int
    velocity: int

    @property
    def end(self) -> Fraction:
        """When it is over."""
        return self.onset + self.duration


def quantised(
    notes: Sequence[Played], quarter: float, beat: Fraction, offset: Fraction = Fraction(0)
) -> list[GridNote]:
    """The notes on the grid of beats that begin at `offset`; `quarter` is a quarter note in seconds."""
    onsets = placed(notes, quarter, beat, offset)
    result: list[GridNote] = []
    for place, (note, onset) in enumerate(zip(notes, onsets, strict=True)):
        after = onsets[place + 1] if place + 1 < len(notes) else None
        if after is not None and after <= onset:
            continue  # two notes on one point of the grid: the later one stays
        result.append(GridNote(onset, lasting(note, onset, after, quarter), note.pitch, note.velocity))
    return result


def lasting(note: Played, onset: Fraction, after: Fraction | None, quarter: float) -> Fraction:
    """How long a note lasts: to the next, unless it is let go long before."""
    length = max(note.end - note.start, 0.0)
    if after is not None:
        gap = float(after - onset) - length
        if length >= HELD * float(after - onset) or gap * quarter <= SHORTEST_GAP:
            return after - onset
    steps = max(1, round(length * 1.04 / 0.5))
    duration = Fraction(steps, 2)
    if length < 0.4:
        duration = Fraction(1, 4)
    return min(duration, after - onset) if after is not None else duration


def placed(notes: Sequence[Played], quarter: float, beat: Fraction, offset: Fraction) -> list[Fraction]:
    """The onset of each note on the grid."""
    onsets: list[Fraction] = []
    place = 0
    number = min(0, int((notes[0].start - float(offset)) // float(beat)) - 1) if notes else 0
    while place < len(notes):
        start = offset + number * beat
        number += 1
        inside = place
        while inside < len(notes) and notes[inside].start < float(start + beat):
            inside += 1
        if inside == place:
            continue
        times = [note.start - float(start) for note in notes[place:inside]]
        taken = bool(onsets) and onsets[-1] >= start
        onsets += [start + point for point in best_points(times, quarter, beat, after=taken)]
        place = inside
    return onsets


def best_points(times: Sequence[float], quarter: float, beat: Fraction, *, after: bool) -> tuple[Fraction, ...]:
    """The points of a beat that its notes were meant for; `after`: the first point is taken already."""
    best: tuple[float, tuple[Fraction, ...]] | None = None
    for cost, points in DIVISIONS[beat]:
        free = points[1:] if after else points
        if len(free) < len(times):
            continue
        for chosen in combinations(free, len(times)):
            off = sum(
                ((time - float(point)) * quarter / UNSTEADY) ** 2 for time, point in zip(times, chosen, strict=True)
            )
            begun = (Fraction(0), *chosen) if after else chosen
            rhythm = tuple(point for point in begun if point < beat)
            needed = USUAL[beat].get(rhythm, RARE + cost) if rhythm else 0.0
            if best is None or off + needed < best[0]:
                best = off + needed, chosen
    if best is None:  # more notes than the finest division has points
        return tuple(Fraction(round(time * 12), 12) for time in times)
    return best[1]
