from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from tunesmith.grammar import faults
from tunesmith.grammar.faults import FAULTLESS, fault_at
from tunesmith.grammar.layout import (
    CLOSES,
    CLOSES_FINAL,
    DOUBLE,
    FINAL,
    FIRST_ENDING,
    LANDED,
    OPENS,
    PLAIN,
    SECOND_ENDING,
    SLUR,
    TIE,
)  # fmt: skip
from tunesmith.grammar.notes import close_note
from tunesmith.grammar.outlines import Fragment, PartOutline

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

FREE = {"parts": [PartOutline(2, 8)] * 2, "least_total": 2}
REPEATED = {"parts": [PartOutline(2, 2, repeated=True)] * 2, "least_parts": 2, "least_total": 4}
PLAIN_PARTS = {"parts": [PartOutline(2, 2, repeated=False)] * 2, "least_parts": 2, "least_total": 4}


def fault_after(scribe: Callable[..., Scribe], text: str, kind: int, changes: dict[str, Any]) -> int:
    """Write a text that ends with a note, and judge a bar line behind it."""
    one = scribe(**changes)
    assert one.write(text) == ""
    if text:
        assert close_note(one.state, one.plan)
    return fault_at(one.state, one.plan, kind)


@pytest.mark.parametrize(
    ("text", "kind", "changes"),
    [
        (" d8", PLAIN, FREE),
        (" d2", PLAIN, FREE),  # a pickup
        (" d6", PLAIN, FREE),  # of three quarters of the bar at most
        (" d/", PLAIN, FREE),
        ('"G" d', PLAIN, FREE),
        ("|: d8 | d8", CLOSES, FREE),
        (" d8 | d8", CLOSES, FREE),  # a first repeat needs no opening
        (" d8 | d8", DOUBLE, FREE),
        (" d8 | d8", FINAL, FREE),
        (" d8", FIRST_ENDING, FREE),
        (" d8 | d8 |1 d8", SECOND_ENDING, FREE),
        ("", OPENS, FREE),
        (" d2", OPENS, FREE),
        (" d2 | d8 | d6", CLOSES, FREE),  # what the pickup brings is left open
        ("|: d8 | d8 :: e8 | e8", CLOSES_FINAL, REPEATED),
    ],
)
def test_a_bar_line_without_fault(scribe: Callable[..., Scribe], text: str, kind: int, changes: dict[str, Any]) -> None:
    assert fault_after(scribe, text, kind, changes) == FAULTLESS


@pytest.mark.parametrize(
    ("text", "kind", "fault", "changes"),
    [
        (" d8 | d4", PLAIN, "BAR_NOT_FULL", FREE),
        ("", PLAIN, "EMPTY_BAR", FREE),
        (" d2", DOUBLE, "EMPTY_BAR", FREE),
        (" d7", PLAIN, "PICKUP_UNFIT", FREE),  # longer than three quarters of the bar
        ('"G" d/', PLAIN, "PICKUP_UNFIT", FREE),  # strummed chords fall on eighths
        (" d7", OPENS, "PICKUP_UNFIT", FREE),
        (" d8", DOUBLE, "EMPTY_BAR", FREE),
        (" d8 | d8", DOUBLE, "PART_TOO_SHORT", {"parts": [PartOutline(4, 8)] * 2}),
        (" d8 | d8", PLAIN, "PART_TOO_LONG", PLAIN_PARTS),
        (" d2 | d8 | d8", CLOSES, "PICKUP_NOT_COMPLETED", FREE),
        (" d2 | d8 | d8", FINAL, "PICKUP_NOT_COMPLETED", FREE),
        (" d8 | d8", CLOSES, "REPEAT_NOT_OPEN", PLAIN_PARTS),
        (" d8 | d8", DOUBLE, "REPEAT_NOT_OPEN", REPEATED),
        ("|: d8 | d8", DOUBLE, "REPEAT_LEFT_OPEN", FREE),
        (" d8 | d8 |1 d8", DOUBLE, "REPEAT_LEFT_OPEN", FREE),
        (" d8 | d8 |1 d8", CLOSES, "SECOND_ENDING_MISSING", FREE),
        (" d8 | d8", SECOND_ENDING, "SECOND_ENDING_MISSING", FREE),
        (" d8", FIRST_ENDING, "ENDING_MISPLACED", PLAIN_PARTS),
        (" d8", FIRST_ENDING, "ENDING_MISPLACED", {**FREE, "endings": False}),
        ("", OPENS, "REPEAT_UNASKED", PLAIN_PARTS),
        (" d8 | d8", OPENS, "REPEAT_UNASKED", PLAIN_PARTS),
        ("|: d8 | d8 :: e8 | e8", CLOSES, "PARTS_TOO_MANY", REPEATED),
        (" d8 | d8", FINAL, "PARTS_TOO_FEW", PLAIN_PARTS),
    ],
)
def test_what_is_wrong_with_a_bar_line(
    scribe: Callable[..., Scribe], text: str, kind: int, fault: str, changes: dict[str, Any]
) -> None:
    assert fault_after(scribe, text, kind, changes) == getattr(faults, fault)


def test_a_tune_that_is_to_end_at_home_ends_on_a_note_that_is(scribe: Callable[..., Scribe]) -> None:
    one = scribe(parts=[PartOutline(2, 2)], least_total=2, ending="home")
    assert one.write(" d8 | d8") == ""
    assert close_note(one.state, one.plan)
    assert fault_at(one.state, one.plan, FINAL) == FAULTLESS
    one.state[LANDED] = 0  # as after any other note
    assert fault_at(one.state, one.plan, FINAL) == faults.ENDS_OTHERWISE


def test_a_part_does_not_end_under_a_slur(scribe: Callable[..., Scribe]) -> None:
    one = scribe(**FREE)
    assert one.write(" d8 | d8") == ""
    assert close_note(one.state, one.plan)
    one.state[SLUR] = 2
    assert fault_at(one.state, one.plan, DOUBLE) == faults.OPEN_LINE
    assert fault_at(one.state, one.plan, PLAIN) == FAULTLESS


def test_no_tie_leads_to_a_note_that_sounds_otherwise(scribe: Callable[..., Scribe]) -> None:
    one = scribe(**FREE)
    assert one.write(" ^d8") == ""
    assert close_note(one.state, one.plan)
    one.state[TIE] = 23  # d
    assert fault_at(one.state, one.plan, PLAIN) == faults.TIE_ALTERED
    one.state[TIE] = 24
    assert fault_at(one.state, one.plan, PLAIN) == FAULTLESS


def test_no_part_ends_within_a_fragment(scribe: Callable[..., Scribe]) -> None:
    one = scribe(header=False, fragment=Fragment(2, Fraction(1)))
    assert one.write(" d8") == ""
    assert close_note(one.state, one.plan)
    assert fault_at(one.state, one.plan, DOUBLE) == faults.PARTS_TOO_MANY
