"""Tunes that are as hard to play as is asked for."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest

from tunesmith.analysis.difficulty import Grade, difficulty_of
from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.errors import RequestError
from tunesmith.notation import Tempo

REEL = Tempo(Fraction(1, 2), 104)


def test_a_tune_is_as_hard_as_is_asked_for() -> None:
    composer = Composer("small")
    for grade in get_args(Grade):
        made = composer.compose(Request(rhythm="reel", difficulty=grade, form="AABB", bars=8), seed=3)[0]
        difficulty = difficulty_of(made.tune, REEL)
        assert difficulty
        assert difficulty.grade == grade
        assert made.recipe.options["difficulty"] == grade


def test_what_cannot_be_found_is_said() -> None:
    with pytest.raises(RequestError, match=r"difficulty must be another, .* none of 32 candidates is hard"):
        Composer("small").compose(Request(rhythm="waltz", difficulty="hard", outside=0, temperature=0.1), seed=1)


def test_a_difficulty_is_one_of_three() -> None:
    with pytest.raises(RequestError, match="difficulty must be one of easy, moderate, hard, not 'mean'"):
        Request(difficulty="mean")  # type: ignore[arg-type]
