"""Whether an instrument has all notes of a tune, and in which keys it lies best there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tunesmith.analysis.statistics import struck
from tunesmith.notation.transposition import nearest_interval

if TYPE_CHECKING:
    from tunesmith.music.instruments import Instrument
    from tunesmith.notation import Tune

__all__ = ["Move", "missing_notes", "moves"]

OCTAVE: Final = 12
NEAR: Final = 1  # sharps or flats from an instrument's home that make no difference
SEMITONE_COST: Final = 0.2  # against 1 for each sharp or flat further from home
BEYOND_REACH: Final = 4.0  # what it costs if all notes lie beyond the first position


@dataclass(frozen=True, slots=True)
class Move:
    """A tune so many semitones higher, in this key."""

    semitones: int
    key: str


def missing_notes(tune: Tune, instrument: Instrument) -> list[int]:
    """The MIDI numbers, as written, of a tune's notes that an instrument lacks, from the lowest on."""
    return sorted({pitch for pitch in heights(tune) if not instrument.has(pitch)})


def moves(tune: Tune, instrument: Instrument, count: int = 3) -> list[Move]:
    """The best transpositions by at most an octave in which an instrument has all notes, the best first.

    Good is a key near the one that lies best on the instrument, a first position that reaches all notes, and a short
    way. The tune as it is, by 0 semitones, is among them if it is one of the best.
    """
    pitches = heights(tune)
    ways = [by for by in range(1 - OCTAVE, OCTAVE) if all(instrument.has(pitch + by) for pitch in pitches)]
    ways.sort(key=lambda by: (cost(tune, pitches, instrument, by), abs(by), by))
    best: dict[str, Move] = {}
    for by in ways:
        key = str(tune.transpose(by).key)
        best.setdefault(key, Move(by, key))
        if len(best) == count:
            break
    return list(best.values())


def cost(tune: Tune, pitches: list[int], instrument: Instrument, by: int) -> float:
    """What speaks against a transposition, by the constants above."""
    sharps = tune.key.fifths + nearest_interval(tune.key, by).fifths
    away = max(0, abs(sharps - instrument.home) - NEAR)
    beyond = 0.0
    if instrument.tunings:
        tuning = instrument.tunings[0]
        highest = max(tuning.open_notes) + tuning.reach
        beyond = sum(pitch + by > highest for pitch in pitches) / max(1, len(pitches))
    return away + SEMITONE_COST * abs(by) + BEYOND_REACH * beyond


def heights(tune: Tune) -> list[int]:
    """Every pitch that is struck in a tune as it is written."""
    return [pitch for event in struck(tune) for pitch in event.pitches]
