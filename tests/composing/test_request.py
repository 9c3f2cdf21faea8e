from __future__ import annotations

from typing import Any

import pytest

from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.errors import RequestError
from tunesmith.model.checkpoint import Checkpoint

NAN = float("nan")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"temperature": NAN}, "temperature must be a number from 0 to 5, not nan"),
        ({"temperature": -1.0}, "temperature must be a number from 0 to 5"),
        ({"temperature": float("inf")}, "temperature must be a number from 0 to 5"),
        ({"top_k": -1}, "top_k must be a whole number from 0 to 1000, not -1"),
        ({"top_p": 0.0}, "top_p must be a number above 0 and at most 1"),
        ({"top_p": NAN}, "top_p must be a number above 0 and at most 1"),
        ({"min_p": 1.0}, "min_p must be a number from 0 to below 1"),
        ({"min_p": NAN}, "min_p must be a number from 0 to below 1"),
        ({"rhythm": "foo"}, "rhythm must be one of air, barndance, .*, not 'foo'"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(asked: dict[str, Any], answer: str) -> None:
    with pytest.raises(RequestError, match=answer):
        Request(**asked)


def test_neither_no_tune_nor_more_than_fit_into_memory_can_be_asked_for(checkpoint: Checkpoint) -> None:
    with pytest.raises(RequestError, match="count must be a whole number from 1 to 1000000000, not 0"):
        Composer(checkpoint).compose(count=0)
    with pytest.raises(RequestError, match="count must be at most 10000, not 10001"):
        Composer(checkpoint).compose(count=10_001)


def test_an_original_tune_has_spare_candidates() -> None:
    assert [Request(best_of=many, original=True).candidates for many in (1, 4, 9)] == [4, 4, 9]
    assert Request(best_of=3).candidates == 3
