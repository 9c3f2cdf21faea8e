from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.support.cases import cases
from tunesmith.analysis.similarity import WINDOW, related

if TYPE_CHECKING:
    from collections.abc import Callable

    Walk = Callable[..., np.ndarray]


def pairs(*contours: np.ndarray) -> list[tuple[int, int]]:
    return [tuple(pair) for pair in related(contours, np.arange(len(contours))).tolist()]


def test_a_melody_in_another_key_and_octave_is_related(walk: Walk) -> None:
    assert pairs(walk(1), walk(2), walk(1) + 5, walk(2) - 12) == [(2, 0), (3, 1)]


def test_a_setting_with_other_ornaments_and_one_part_in_common_is_related(walk: Walk) -> None:
    setting = walk(3).copy()
    setting[::16] += 2
    assert pairs(walk(3), np.concatenate([walk(4), setting[:WINDOW]])) == [(1, 0)]


def test_melodies_of_their_own_are_not_related(walk: Walk) -> None:
    assert pairs(*(walk(seed) for seed in range(40))) == []


def test_what_is_known_to_belong_together_is_not_looked_at(walk: Walk) -> None:
    assert related([walk(1), walk(1), walk(1)], np.array([0, 0, 7])).tolist() == [[2, 0], [2, 1]]


def test_melodies_too_short_for_the_index_are_never_related(walk: Walk) -> None:
    assert pairs(np.zeros(0, np.int8), walk(1)[:5], walk(1)[:5]) == []


@cases(50)
@given(st.lists(arrays(np.int8, st.integers(0, 90), elements=st.integers(40, 100)), max_size=6), st.integers(-6, 6))
def test_relation_does_not_depend_on_the_key(contours: list[np.ndarray], shift: int) -> None:
    moved = [contour + np.int8(shift) if index % 2 else contour for index, contour in enumerate(contours)]
    assert pairs(*moved) == pairs(*contours)
