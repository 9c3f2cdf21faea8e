from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.layout import LIMIT, RESERVE, USED
from tunesmith.grammar.plans import Fragment, PartOutline
from tunesmith.grammar.shortest import aim, cost, near, renew_reserve, spent, within

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

TWO_BARS = {"parts": [PartOutline(2, 2, repeated=False)], "least_total": 2}
HOME = [PartOutline(4, 4, False), PartOutline(4, 4, False), PartOutline(4, 4, False, copy_of=0)]


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


def test_characters_of_a_part_that_comes_back_are_spent_twice(scribe: Callable[..., Scribe]) -> None:
    one = scribe(parts=HOME, least_parts=3)
    header = len(one.header)
    assert one.write(" d8 |") == ""
    assert spent(one.state) == header + 2 * len(" d8 |")


@pytest.mark.parametrize(
    ("least", "most", "phrase", "total", "bars"),
    [(4, 8, 1, 4, 4), (4, 8, 1, 6, 6), (4, 12, 4, 6, 8), (4, 4, 1, 1, 4)],
)
def test_the_last_part_aims_at_the_bars_that_the_tune_still_needs(
    scribe: Callable[..., Scribe], least: int, most: int, phrase: int, total: int, bars: int
) -> None:
    one = scribe(parts=[PartOutline(least, most, phrase=phrase)], least_total=total)
    assert aim(one.state, one.plan) == bars


def test_the_limit_is_near_once_what_may_be_begun_might_not_fit(scribe: Callable[..., Scribe]) -> None:
    one = scribe(**TWO_BARS, limit=2000)
    edge = one.state[USED] + one.state[RESERVE] + 1
    plan = list(one.plan)
    plan[LIMIT] = edge
    assert not near(one.state, plan)
    plan[LIMIT] = edge - 1
    assert near(one.state, plan)


def test_a_tune_is_within_the_limit_as_long_as_the_shortest_way_is(scribe: Callable[..., Scribe]) -> None:
    one = scribe(**TWO_BARS, limit=2000)
    assert one.write(" d8 | d4") == ""
    plan = list(one.plan)
    plan[LIMIT] = one.state[USED] + len(" d4 |]")
    assert within(one.state, plan)
    plan[LIMIT] -= 1
    assert not within(one.state, plan)


def test_the_reserve_shrinks_with_every_bar_and_covers_the_shortest_way(scribe: Callable[..., Scribe]) -> None:
    one = scribe(**TWO_BARS, limit=2000)
    before = one.state[RESERVE]
    assert one.write(" d8 |") == ""
    assert one.write(" ") == ""  # only now it is a plain bar line
    renew_reserve(one.state, one.plan)
    assert cost(one.state, one.plan) <= one.state[RESERVE] < before
