"""The input of the judges of a tune: its notes as numbers, each in its bar, and where its parts and phrases end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.notation import Tune

__all__ = ["Outline", "outline_of"]

PHRASE = 4  # bars


@dataclass(frozen=True, slots=True)
class Outline:
    """A tune as it is written, one row a note (`n` of them, ties joined, of a chord the highest), bars from 0.

    `offsets` (from the start of the bar) and `durations` are in whole notes. `upbeats` are the bars that are none,
    `firsts` the first full bar of every part, `lasts` the last bar of every part and ending, `phrases` every fourth
    full bar of a part. `parts` are the first and last bar of each part and whether it is repeated.
    """

    pitches: NDArray[np.int64]
    offsets: NDArray[np.float64]
    durations: NDArray[np.float64]
    bars: NDArray[np.int64]
    upbeats: frozenset[int]
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    phrases: tuple[int, ...]
    parts: tuple[tuple[int, int, bool], ...]
    bar_lengths: NDArray[np.float64]  # (bars,) in whole notes
    fifths: int
    beats: int  # of the meter, as it is written
    beat_unit: int

    def in_bars(self, bars: tuple[int, ...]) -> NDArray[np.bool_]:
        """Which notes start in one of `bars`; shape (n,)."""
        return np.isin(self.bars, bars)


def outline_of(tune: Tune) -> Outline:
    """Number the notes of a tune and find its parts and phrases."""
    notes = [event for event in tune.events(expanded=False) if event.pitches]
    lengths = np.array([float(bar.duration) for bar in tune.bars])
    starts = np.cumsum(lengths) - lengths
    bars = np.array([note.bar for note in notes], dtype=np.int64)
    upbeats = frozenset(bar.index for bar in tune.bars if bar.fill in ("anacrusis", "empty"))
    firsts, lasts, phrases = [], [], []
    for part in tune.form.parts:
        full = [bar for bar in range(part.first_bar, part.last_bar + 1) if bar not in upbeats]
        firsts += full[:1]
        lasts += sorted({part.last_bar, *(last for _, last in part.endings)})
        phrases += full[PHRASE - 1 :: PHRASE]
    return Outline(
        pitches=np.array([max(note.pitches) for note in notes], dtype=np.int64),
        offsets=np.array([float(note.onset) for note in notes]) - starts[bars],
        durations=np.array([float(note.duration) for note in notes]),
        bars=bars,
        upbeats=upbeats,
        firsts=tuple(firsts),
        lasts=tuple(lasts),
        phrases=tuple(phrases),
        parts=tuple((part.first_bar, part.last_bar, part.repeated) for part in tune.form.parts),
        bar_lengths=lengths,
        fifths=tune.key.fifths,
        beats=tune.meter.beats,
        beat_unit=tune.meter.unit,
    )
