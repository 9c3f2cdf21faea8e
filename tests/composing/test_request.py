from __future__ import annotations

from typing import Any

import pytest

from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.errors import RequestError
from tunesmith.model.checkpoint import Checkpoint

NAN = float("nan")


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ({"temperature": NAN}, "--temperature must be from 0 to 5, not nan"),
        ({"temperature": -1.0}, "--temperature must be from 0 to 5"),
        ({"temperature": float("inf")}, "--temperature must be from 0 to 5"),
        ({"top_k": -1}, "--top-k must be at least 0"),
        ({"top_p": 0.0}, "--top-p must be above 0"),
        ({"top_p": NAN}, "--top-p must be above 0"),
        ({"min_p": 1.0}, "--min-p must be from 0 to below 1"),
        ({"min_p": NAN}, "--min-p must be from 0 to below 1"),
        ({"rhythm": "foo"}, "there is no rhythm 'foo': it is one of air, barndance"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(wish: dict[str, Any], answer: str) -> None:
    with pytest.raises(RequestError, match=answer):
        Request(**wish)


def test_no_tune_at_all_cannot_be_asked_for(checkpoint: Checkpoint) -> None:
    with pytest.raises(RequestError, match="--count must be at least 1, not 0"):
        Composer(checkpoint).compose(count=0)


def test_an_original_tune_has_spare_candidates() -> None:
    assert [Request(best_of=many, original=True).candidates for many in (1, 4, 9)] == [4, 4, 9]
    assert Request(best_of=3).candidates == 3
