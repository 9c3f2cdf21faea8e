from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.analysis.similarity import transpositions

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_AND_SECOND = np.array([[0, 1]])


@pytest.mark.parametrize("semitones", [0, 2, 7, -5, 12])
def test_a_setting_in_another_key_is_found_with_its_distance(walk: Callable[..., np.ndarray], semitones: int) -> None:
    melody = walk(1)
    moved = (melody + semitones).astype(np.int8)
    distances, agreements = transpositions([moved, melody], FIRST_AND_SECOND)
    assert distances.tolist() == [semitones % 12]
    assert agreements.tolist() == [1.0]


def test_of_a_setting_with_another_part_the_common_part_counts(walk: Callable[..., np.ndarray]) -> None:
    common = walk(1, 64)
    one = np.concatenate([common, walk(2, 64)])
    other = np.concatenate([walk(3, 64), (common - 2).astype(np.int8)])
    distances, agreements = transpositions([one, other], FIRST_AND_SECOND)
    assert distances.tolist() == [2]
    assert agreements.tolist() == [0.5]


def test_strangers_have_nothing_to_say(walk: Callable[..., np.ndarray]) -> None:
    assert transpositions([walk(1), walk(2)], FIRST_AND_SECOND)[1].tolist() == [0.0]


def test_no_pairs_give_no_distances(walk: Callable[..., np.ndarray]) -> None:
    distances, agreements = transpositions([walk(1)], np.zeros((0, 2), dtype=np.int64))
    assert len(distances) == len(agreements) == 0
