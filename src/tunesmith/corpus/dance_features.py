"""Features that tell which dance a tune is for: how its beats are divided, how its parts end, its form, its leaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.corpus.outline import Outline

__all__ = ["DANCE_FEATURES_SIZE", "dance_features"]

PARTS_OF_BEAT: Final = 12
DIVISIONS: Final = (
    (), (0,), (0, 6), (0, 9), (0, 3), (0, 8), (0, 4), (0, 4, 8), (0, 3, 6, 9), (0, 6, 9), (0, 3, 6), (0, 3, 9),
    (0, 6, 8), (0, 2, 4, 8), (0, 4, 6, 8),
)  # fmt: skip
"""Where notes begin in a beat, in twelfths of it: (0, 9) is a dotted pair, (0, 3) a snap, (0, 8) a swung pair."""
KINDS: Final = len(DIVISIONS) + 1  # the last is any other
SETTLED: Final = 3  # beats of the last bar that tell a cadence: three quarters end a hornpipe's part
OTHERS: Final = 21
DANCE_FEATURES_SIZE: Final = 6 * KINDS + SETTLED * KINDS + OTHERS


def dance_features(outline: Outline) -> NDArray[np.float64]:
    """The features of a tune in a meter that has beats; shape (DANCE_FEATURES_SIZE,)."""
    beat = beat_of(outline)
    kinds, bars, places = divisions(outline, beat)
    full = ~np.isin(bars, tuple(outline.upbeats))
    last_place = places == np.round(outline.beats / outline.beat_unit / beat) - 1
    of_lasts = np.isin(bars, outline.lasts)
    overall = shares(kinds[full])
    groups = [
        overall,
        np.sqrt(overall),
        shares(kinds[full & (places == 0)]),
        shares(kinds[full & last_place]),
        shares(kinds[of_lasts]),
        shares(kinds[np.isin(bars, outline.phrases)]),
        *(shares(kinds[of_lasts & (places == place)]) for place in range(SETTLED)),
        other_features(outline, beat),
    ]
    return np.concatenate(groups)


def beat_of(outline: Outline) -> float:
    """The length of a beat in whole notes: a dotted one in compound time, else a quarter."""
    compound = outline.beats % 3 == 0 and outline.beats > 3 and outline.beat_unit >= 8
    return 3 / outline.beat_unit if compound else 0.25


def divisions(outline: Outline, beat: float) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The division (an index of DIVISIONS), the bar and the place in its bar of every beat; shapes (beats,) each."""
    counts = np.maximum(np.ceil(outline.bar_lengths / beat - 1e-9), 1).astype(np.int64)
    bars = np.repeat(np.arange(len(counts)), counts)
    firsts = np.cumsum(counts) - counts
    places = np.arange(len(bars)) - firsts[bars]
    ticks = np.round(outline.offsets / beat * PARTS_OF_BEAT).astype(np.int64)
    of_note = firsts[outline.bars] + np.minimum(ticks // PARTS_OF_BEAT, counts[outline.bars] - 1)
    masks = np.zeros(len(bars), dtype=np.int64)
    np.bitwise_or.at(masks, of_note, 1 << (ticks % PARTS_OF_BEAT))
    known = {sum(1 << tick for tick in division): kind for kind, division in enumerate(DIVISIONS)}
    kinds = np.array([known.get(mask, KINDS - 1) for mask in masks.tolist()], dtype=np.int64)
    return kinds, bars, places


def shares(kinds: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share of every division among these beats; zeros where there are none."""
    counts: NDArray[np.float64] = np.bincount(kinds, minlength=KINDS) / max(1, len(kinds))
    return counts


def other_features(outline: Outline, beat: float) -> NDArray[np.float64]:
    """Form, ends, upbeats and leaps; shape (OTHERS,)."""
    moves = np.abs(np.diff(outline.pitches))
    after = np.searchsorted(outline.bars, np.array(outline.lasts), side="right")
    ends = outline.durations[np.maximum(after - 1, 0)] / beat
    in_lasts = outline.in_bars(outline.lasts).sum() / max(1, len(outline.lasts))
    lengths = np.array([sum(bar not in outline.upbeats for bar in range(a, b + 1)) for a, b, _ in outline.parts])
    upbeats = [outline.bar_lengths[bar] / beat for bar in sorted(outline.upbeats)]
    full_bars = len(outline.bar_lengths) - len(outline.upbeats)
    return np.array(
        [
            len(outline.pitches) / max(1, full_bars) / 8,
            in_lasts / 8,
            ends.mean() if len(ends) else 0.0,
            min(outline.durations[-1] / beat, 4.0),
            float(bool(outline.upbeats)),
            float(np.mean(upbeats)) if upbeats else 0.0,
            len(outline.parts) / 4,
            (lengths == 8).mean(),
            (lengths == 4).mean(),
            (lengths == 16).mean(),
            np.mean([repeated for *_, repeated in outline.parts]),
            full_bars / 32,
            np.ptp(outline.pitches) / 24,
            moves.mean() / 4 if len(moves) else 0.0,
            (moves == 0).mean() if len(moves) else 0.0,
            ((moves > 0) & (moves < 3)).mean() if len(moves) else 0.0,
            ((moves > 2) & (moves < 5)).mean() if len(moves) else 0.0,
            (moves > 6).mean() if len(moves) else 0.0,
            (outline.durations >= 2 * beat).mean(),
            np.unique(outline.durations).size / 8,
            float(outline.beat_unit == 2),
        ]
    )
