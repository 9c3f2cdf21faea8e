from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.outlines import Fragment, PartOutline
from tunesmith.grammar.shortest import aim, cost

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

TWO_BARS = {"parts": [PartOutline(2, 2, repeated=False)], "least_total": 2}


@pytest.mark.parametrize(
    ("written", "rest"),
    [
        ("", " d8 | d8 |]"),
        (" d8 | d", "8 |]"),
        (" d8 | d4", " d4 |]"),
        (" d8 | d4 e", "4 |]"),
        (" d8 | D", "8 |]"),
        (" d8 | d6- ", "d2 |]"),
        (" d8 | ^", "f8 |]"),
        (" A2 | d4", " d4 | d6 |]"),  # a pickup leaves the last bar shorter
    ],
)
def test_finishing_takes_as_many_characters_as_the_shortest_way(
    scribe: Callable[..., Scribe], written: str, rest: str
) -> None:
    one = scribe(**TWO_BARS)
    assert one.write(written) == ""
    assert cost(one.state, one.plan) == len(rest) + (2 if "-" in written else 0)  # a tie is not sure to be over


def test_a_fragment_is_finished_with_the_space_behind_it(scribe: Callable[..., Scribe]) -> None:
    one = scribe(header=False, fragment=Fragment(bars=2, room=Fraction(1), leaves=Fraction(1, 4)))
    assert one.write(" d8 | d4") == ""
    assert cost(one.state, one.plan) == len(" d2 ")


@pytest.mark.parametrize(
    ("least", "most", "phrase", "total", "bars"),
    [(4, 8, 1, 4, 4), (4, 8, 1, 6, 6), (4, 12, 4, 6, 8), (4, 4, 1, 1, 4)],
)
def test_the_last_part_aims_at_the_bars_that_the_tune_still_needs(
    scribe: Callable[..., Scribe], least: int, most: int, phrase: int, total: int, bars: int
) -> None:
    one = scribe(parts=[PartOutline(least, most, phrase=phrase)], least_total=total)
    assert aim(one.state, one.plan) == bars
