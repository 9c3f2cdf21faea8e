from __future__ import annotations

import math

import numpy as np
import pytest

from tunesmith.evaluation.breakdown import FEWEST, grouped, row
from tunesmith.inference.scoring import ScoredText

WHOLE = slice(0, -1)


def score(*bits: float, ranks: tuple[int, ...] = (0, 4, 5)) -> ScoredText:
    """A text of so many characters, each with its cost in bits; its end costs one."""
    nats = np.array([*bits, 1.0], np.float32) * math.log(2)
    return ScoredText("x" * len(bits), nats, np.array([*ranks[: len(bits)], 9], np.int32))


def test_a_row_averages_over_characters_and_not_over_tunes() -> None:
    found = row([score(1.0, 2.0, 3.0), score(6.0)], [WHOLE, WHOLE])
    assert (found.tunes, found.figures.characters) == (2, 4)
    assert found.bits.value == found.figures.bits_per_character == pytest.approx(3.0)
    assert (found.top1.value, found.top5.value) == (0.5, 0.75)  # first guesses, and those among five
    assert found.bits.low < 3 < found.bits.high


def test_the_end_is_a_part_of_its_own() -> None:
    found = row([score(5.0), score(7.0)], [slice(-1, None)] * 2)
    assert found.bits.value == pytest.approx(1.0)
    assert found.top5.value == 0


def test_what_few_tunes_have_has_no_row_and_the_most_frequent_comes_first() -> None:
    names = ["reel"] * FEWEST + ["jig"] * (FEWEST + 1) + ["polka"] * (FEWEST - 1) + [None] * FEWEST
    scores = [score(1.0)] * len(names)
    found = grouped(scores, [WHOLE] * len(names), names)
    assert {name: of.tunes for name, of in found.items()} == {"jig": FEWEST + 1, "reel": FEWEST}
    assert list(found) == ["jig", "reel"]
