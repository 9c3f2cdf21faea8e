"""However the characters are chosen, a tune has the chord symbols that are asked for, and comes to its end.

A few walks try the plain grammar; `tests/support/walks.py --charted` takes thousands through the compiled one.
"""

from __future__ import annotations

import random

import pytest

from tests.support.charts import chords_as_asked
from tests.support.endings import ends_as_asked
from tests.support.scribe import Scribe, any_adversary, any_outline, charted
from tunesmith.notation.check import check


@pytest.mark.parametrize("seed", range(12))
def test_every_walk_keeps_its_chords(seed: int) -> None:
    chance = random.Random(1000 + seed)
    outline = charted(any_outline(chance), chance)
    scribe = Scribe(outline)
    text = scribe.walk(any_adversary(chance))
    assert scribe.ended, f"nothing may follow {text[-40:]!r}"
    assert len(text) <= outline.limit
    assert check(text).findings == ()
    assert chords_as_asked(text, outline)
    assert ends_as_asked(text, outline.ending)
