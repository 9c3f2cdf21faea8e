"""However the characters are chosen, a walk ends in a tune in order and within its length.

A few walks try the plain grammar; `tests/support/walks.py` takes thousands through the compiled one.
"""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.support.endings import ends_as_asked
from tests.support.scribe import (
    BAR_LINES,
    TWO_PICKUPS,
    Scribe,
    any_adversary,
    any_outline,
    any_short_outline,
    orders_liking,
)
from tests.support.subset import departures
from tunesmith.grammar.plans import least_length
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


def test_walks_come_to_tunes_whose_parts_have_different_pickups() -> None:
    """The second part has the pickup of the first, none, or one of another length."""
    found = set()
    for seed in range(30):
        chance = random.Random(seed)
        outline = any_short_outline(chance)
        pickup = chance.choice((Fraction(1, 8), Fraction(1, 4)))
        outline = replace(outline, parts=TWO_PICKUPS, least_parts=2, pickup=pickup, limit=0)
        scribe = Scribe(replace(outline, limit=least_length(outline) + 150))
        text = scribe.follow(orders_liking(BAR_LINES[-1], chance))
        assert scribe.ended, f"nothing may follow {text[-40:]!r}"
        assert check(text).findings == ()
        first, second = pickups(Tune.parse(text))
        assert first == pickup
        found.add("none" if not second else "the same" if second == first else "another")
    assert found == {"none", "the same", "another"}


def pickups(tune: Tune) -> list[Fraction]:
    """How long the pickup of each part is, in whole notes; 0 for none."""
    firsts = [tune.bars[part.first_bar] for part in tune.form.parts]
    return [bar.duration if bar.fill == "anacrusis" else Fraction(0) for bar in firsts]
