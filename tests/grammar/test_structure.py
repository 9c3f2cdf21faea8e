from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.layout import (
    BARS,
    CLOSES,
    COPY_AT,
    COPY_END,
    DEBT,
    DOUBLE,
    ENDING,
    FIRST,
    FIRST_ENDING,
    LEAST,
    MOST,
    OPENS,
    PART,
    PICKING,
    PICKUP,
    PLAIN,
    REPEAT,
    ROOM,
    SECOND_ENDING,
    SHARPS,
    TOTAL,
    TUNE_PICKUP,
)  # fmt: skip
from tunesmith.grammar.notes import close_note
from tunesmith.grammar.outlines import PartOutline
from tunesmith.grammar.structure import (
    CLOSING,
    bar_line,
    ceiling,
    floor,
    is_last_part,
    last_bar,
    may_end,
    phrase_of,
    rounded_up,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

EIGHTH = Fraction(1, 8)


def after(scribe: Callable[..., Scribe], text: str, kind: int, **changes: object) -> Scribe:
    """Write bars, the last of them up to its bar line, and that one into the books."""
    one = scribe(**changes)
    assert one.write(text) == ""
    assert close_note(one.state, one.plan)
    bar_line(one.state, one.plan, kind)
    return one


@pytest.mark.parametrize(
    ("bars", "least", "phrase", "length"), [(5, 4, 4, 8), (8, 4, 4, 8), (3, 4, 4, 4), (5, 4, 1, 5), (7, 3, 2, 7)]
)
def test_a_length_is_rounded_up_to_whole_phrases(bars: int, least: int, phrase: int, length: int) -> None:
    assert rounded_up(bars, least, phrase) == length


def test_a_tune_begins_in_a_bar_that_may_turn_out_to_be_a_pickup(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    assert (one.state[FIRST], one.state[PART], one.state[ROOM], one.state[REPEAT]) == (1, 0, 32, 2)


def test_a_pickup_that_is_asked_for_is_all_that_there_is_room_for(scribe: Callable[..., Scribe]) -> None:
    one = scribe(pickup=EIGHTH)
    assert (one.state[FIRST], one.state[PICKING], one.state[PICKUP], one.state[ROOM]) == (0, 1, 4, 4)


def test_a_bar_line_counts_its_bar_and_ends_its_accidentals(scribe: Callable[..., Scribe]) -> None:
    one = after(scribe, " d4 ^g4", PLAIN)
    assert (one.state[BARS], one.state[ROOM], one.state[SHARPS]) == (1, 32, 0)


@pytest.mark.parametrize(("pickup", "text"), [(None, " d2"), (Fraction(1, 4), " d2")])
def test_a_pickup_is_no_bar(scribe: Callable[..., Scribe], pickup: Fraction | None, text: str) -> None:
    one = after(scribe, text, PLAIN, pickup=pickup)
    assert (one.state[BARS], one.state[PICKUP], one.state[TUNE_PICKUP], one.state[ROOM]) == (0, 8, 8, 32)
    assert one.state[PICKING] == one.state[FIRST] == 0


def test_a_pickup_before_an_opening_repeat_is_played_once(scribe: Callable[..., Scribe]) -> None:
    one = after(scribe, " d2", OPENS)
    assert (one.state[PICKUP], one.state[TUNE_PICKUP], one.state[REPEAT], one.state[ROOM]) == (0, 8, 1, 32)


def test_the_part_may_end_with_the_next_whole_phrase_once_one_has_passed(scribe: Callable[..., Scribe]) -> None:
    one = after(scribe, " d8", PLAIN, parts=[PartOutline(1, 8, phrase=3)], least_total=1)
    assert phrase_of(one.state, one.plan) == 3
    assert one.state[LEAST] == 4


def test_a_second_ending_begins_where_the_first_did_and_is_as_long(scribe: Callable[..., Scribe]) -> None:
    one = after(scribe, "|: d8 | e8 | f8", FIRST_ENDING)
    assert (one.state[ENDING], one.state[BARS]) == (1, 3)
    bar_line(one.state, one.plan, PLAIN)
    bar_line(one.state, one.plan, SECOND_ENDING)
    assert (one.state[ENDING], one.state[BARS], one.state[REPEAT]) == (2, 3, 0)
    assert one.state[LEAST] == one.state[MOST] == 5


def test_the_part_after_a_repeated_one_begins_with_what_its_last_bar_leaves_open(scribe: Callable[..., Scribe]) -> None:
    one = after(scribe, " d | d8 | d8 | d8 | d7", CLOSES)
    assert (one.state[PART], one.state[TOTAL], one.state[BARS]) == (1, 4, 0)
    assert (one.state[PICKUP], one.state[PICKING], one.state[REPEAT]) == (4, 1, 0)


def test_a_part_that_comes_back_owes_its_characters_until_it_does(scribe: Callable[..., Scribe]) -> None:
    parts = [PartOutline(2, 2, False), PartOutline(2, 2, False), PartOutline(2, 2, False, copy_of=0)]
    one = scribe(parts=parts, least_parts=3)
    assert one.write(" d8 | e8 || ") == ""
    assert one.state[DEBT] == len(" d8 | e8") + CLOSING
    assert one.write("f8 | g8") == ""
    assert close_note(one.state, one.plan)
    bar_line(one.state, one.plan, DOUBLE)
    assert one.state[DEBT] == 0
    assert one.text[one.state[COPY_AT] : one.state[COPY_END]] == " d8 | e8"


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (" d8 | d", 0, 0),  # nothing has to be left open
        (" d2 | d8 | d", 8, 8),  # in the last bar what the pickup brings
        (" d2 | d", 0, 0),  # and in no other
        (" d |: d8 | d8 :| d8 | d", 0, 4),  # the part's pickup or the tune's
    ],
)
def test_what_a_bar_leaves_open(scribe: Callable[..., Scribe], text: str, least: int, most: int) -> None:
    one = scribe(parts=[PartOutline(2, 2)] * 2, least_total=4)
    assert one.write(text) == ""
    assert (floor(one.state, one.plan), ceiling(one.state, one.plan)) == (least, most)


def test_the_last_bar_and_the_last_part_are_known(scribe: Callable[..., Scribe]) -> None:
    one = scribe(parts=[PartOutline(2, 2)] * 2, least_parts=2, least_total=4)
    assert not last_bar(one.state, one.plan)
    assert one.write(" d8 | d") == ""
    assert last_bar(one.state, one.plan)
    assert not is_last_part(one.state, one.plan)
    assert one.write("8 || d") == ""
    assert is_last_part(one.state, one.plan)


@pytest.mark.parametrize(("least_parts", "least_total", "may"), [(1, 2, True), (2, 2, False), (1, 3, False)])
def test_the_tune_may_end_with_enough_parts_and_bars(
    scribe: Callable[..., Scribe], least_parts: int, least_total: int, may: bool
) -> None:
    one = scribe(parts=[PartOutline(2, 2)] * 2, least_parts=least_parts, least_total=least_total)
    assert may_end(one.state, one.plan, 2) == may
