from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.barlines import (
    BOTH,
    CLOSED,
    DOTS,
    DOUBLED,
    FIRST,
    OPENED,
    SECOND,
    THICK,
    UPRIGHT,
    any_bar_line,
    extend,
    open_token,
    possible,
    resolve,
    resolve_end,
)  # fmt: skip
from tunesmith.grammar.layout import BAR_TOKEN, BARS, DONE, GAP, LIMIT, PHASE, TOKEN, USED
from tunesmith.grammar.outlines import PartOutline

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

TWO_BARS = {"parts": [PartOutline(2, 2, repeated=False)], "least_total": 2}


@pytest.mark.parametrize(
    ("token", "character", "becomes"),
    [
        (UPRIGHT, "|", DOUBLED), (UPRIGHT, "]", THICK), (UPRIGHT, ":", OPENED), (UPRIGHT, "1", FIRST),
        (UPRIGHT, "2", -1), (DOTS, "|", CLOSED), (DOTS, ":", BOTH), (DOTS, "]", -1), (CLOSED, "2", SECOND),
        (CLOSED, "|", -1), (DOUBLED, "|", -1), (BOTH, "|", -1),
    ],
)  # fmt: skip
def test_what_a_character_makes_of_a_bar_line(token: int, character: str, becomes: int) -> None:
    assert extend(token, ord(character)) == becomes


@pytest.mark.parametrize(
    ("written", "token", "may_stand"),
    [
        (" d8 ", UPRIGHT, True),
        (" d8 ", DOUBLED, False),  # the part has another bar
        (" d8 ", DOTS, False),  # it is not repeated
        (" d8 | d8 ", UPRIGHT, True),  # which may become the end
        (" d8 | d8 ", DOUBLED, True),
        (" d8 | d8 ", THICK, True),
        (" d8 | d8 ", FIRST, False),
        (" d8 | d6 ", UPRIGHT, False),  # the bar is not full
    ],
)
def test_a_bar_line_may_stand_if_it_has_a_meaning_there(
    scribe: Callable[..., Scribe], written: str, token: int, may_stand: bool
) -> None:
    one = scribe(**TWO_BARS)
    assert one.write(written) == ""
    assert possible(one.state, one.plan, token, 1) == may_stand


@pytest.mark.parametrize(
    ("written", "token", "may_stand"),
    [
        ("|: d8 | d8 ", CLOSED, True),
        ("|: d8 | d8 ", BOTH, True),
        ("|: d8 | d8 ", SECOND, False),  # there is no first ending
        ("|: d8 | d8 ", OPENED, False),  # the repeat is open
        ("|: d8 | d8 ", FIRST, True),
        ("|: d8 | d8 |1 e8 ", SECOND, True),
        ("|: d8 | d8 |1 e8 ", CLOSED, True),  # which may become it
        ("|: d8 | d8 |1 e8 ", BOTH, False),
    ],
)
def test_a_repeat_is_closed_as_it_was_opened(
    scribe: Callable[..., Scribe], written: str, token: int, may_stand: bool
) -> None:
    one = scribe(parts=[PartOutline(2, 8)] * 3, least_total=2)
    assert one.write(written) == ""
    assert possible(one.state, one.plan, token, 1) == may_stand


def test_a_bar_line_is_tried_without_a_trace(scribe: Callable[..., Scribe]) -> None:
    one = scribe(**TWO_BARS)
    assert one.write(" d8 ") == ""
    head = list(one.state)[: BARS + 1]
    plan = list(one.plan)
    plan[LIMIT] = one.state[USED] + len("| d8 |]")  # so near that the shortest way is reckoned
    assert possible(one.state, plan, UPRIGHT, 1)
    assert list(one.state)[: BARS + 1] == head
    plan[LIMIT] -= 1
    assert not possible(one.state, plan, UPRIGHT, 1)


def test_no_bar_line_may_stand_in_a_bar_that_is_not_full(scribe: Callable[..., Scribe]) -> None:
    one = scribe(**TWO_BARS)
    assert one.write(" d8 | d4 ") == ""
    assert not any_bar_line(one.state, one.plan)
    assert one.write("d4") == ""
    assert one.write(" ") == ""
    assert any_bar_line(one.state, one.plan)


def test_a_bar_line_begins_as_an_upright_or_as_dots(scribe: Callable[..., Scribe]) -> None:
    one = scribe(parts=[PartOutline(2, 2, repeated=True)])
    assert one.write("|: d8 | d8 ") == ""
    assert open_token(one.state, one.plan, ord(":"))
    assert (one.state[PHASE], one.state[TOKEN]) == (BAR_TOKEN, DOTS)


def test_a_plain_bar_line_counts_its_bar_and_music_goes_on(scribe: Callable[..., Scribe]) -> None:
    one = scribe(**TWO_BARS)
    assert one.write(" d8 |") == ""
    assert not resolve_end(one.state, one.plan)
    assert resolve(one.state, one.plan)
    assert (one.state[BARS], one.state[PHASE]) == (1, GAP)


def test_two_strokes_end_the_tune_where_no_part_may_follow(scribe: Callable[..., Scribe]) -> None:
    one = scribe(**TWO_BARS)
    assert one.write(" d8 | d8 ||") == ""
    assert not resolve(one.state, one.plan)
    assert resolve_end(one.state, one.plan)
    assert one.state[PHASE] == DONE


def test_a_tune_does_not_end_before_it_has_all_its_bars(scribe: Callable[..., Scribe]) -> None:
    one = scribe(parts=[PartOutline(2, 2, repeated=False)] * 2, least_parts=2, least_total=4)
    assert one.write(" d8 | d8 ||") == ""
    assert not resolve_end(one.state, one.plan)
    assert resolve(one.state, one.plan)
