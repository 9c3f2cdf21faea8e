from __future__ import annotations

import numpy as np
import pytest

from tunesmith.analysis.vectors import LENGTHS
from tunesmith.evaluation.pairs import FURTHEST, MOVES, pairs_of, row_of
from tunesmith.notation import Tune

EIGHTH = LENGTHS.index(1 / 8)


def test_a_melody_is_its_pairs_of_moves_and_of_lengths() -> None:
    row = row_of([62, 64, 66, 64], [1 / 8] * 4)
    moves, lengths = row[: MOVES**2].reshape(MOVES, MOVES), row[MOVES**2 :].reshape(len(LENGTHS), len(LENGTHS))
    up, down = FURTHEST + 2, FURTHEST - 2
    assert moves[up, up] == moves[up, down] == pytest.approx(np.sqrt(1 / 2))
    assert lengths[EIGHTH, EIGHTH] == 1
    assert np.count_nonzero(row) == 3


def test_a_longer_leap_counts_as_the_longest() -> None:
    octave, fifth = (row_of([62, 62 + leap, 62], [1 / 8] * 3) for leap in (12, 7))
    np.testing.assert_array_equal(octave, fifth)


def test_a_tune_of_two_notes_has_no_pairs_of_moves() -> None:
    tunes = [Tune.parse(f"X:1\nL:1/8\nK:D\n{music}|]") for music in ("de", "def")]
    assert pairs_of(tunes).shape == (1, MOVES**2 + len(LENGTHS) ** 2)
    assert pairs_of([]).shape == (0, MOVES**2 + len(LENGTHS) ** 2)
