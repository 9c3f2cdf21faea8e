"""However the characters are chosen, a walk ends in a tune in order and within its length.

A few walks try the plain grammar; `tests/support/walks.py` takes thousands through the compiled one.
"""

from __future__ import annotations

import random

import pytest

from tests.support.endings import ends_as_asked
from tests.support.scribe import Scribe, any_adversary, any_outline
from tests.support.subset import departures
from tunesmith.notation import Tune
from tunesmith.notation.check import check


@pytest.mark.parametrize("seed", range(30))
def test_every_walk_ends_in_a_tune_in_order(seed: int) -> None:
    chance = random.Random(seed)
    outline = any_outline(chance)
    scribe = Scribe(outline)
    text = scribe.walk(any_adversary(chance))
    assert scribe.ended, f"nothing may follow {text[-40:]!r}"
    assert len(text) <= outline.limit
    assert check(text).findings == ()
    assert departures(text) == []
    assert ends_as_asked(text, outline.ending)
    assert {bar.fill for bar in Tune.parse(text).bars} <= {"full", "anacrusis", "completion"}
