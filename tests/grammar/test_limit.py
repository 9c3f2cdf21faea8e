from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.grammar.layout import LIMIT, RESERVE, USED
from tunesmith.grammar.limit import near, renew_reserve, spent, within
from tunesmith.grammar.outlines import PartOutline
from tunesmith.grammar.shortest import cost

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

TWO_BARS = {"parts": [PartOutline(2, 2, repeated=False)], "least_total": 2}
HOME = [PartOutline(4, 4, False), PartOutline(4, 4, False), PartOutline(4, 4, False, copy_of=0)]


def test_characters_of_a_part_that_comes_back_are_spent_twice(scribe: Callable[..., Scribe]) -> None:
    one = scribe(parts=HOME, least_parts=3)
    header = len(one.header)
    assert one.write(" d8 |") == ""
    assert spent(one.state) == header + 2 * len(" d8 |")


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
