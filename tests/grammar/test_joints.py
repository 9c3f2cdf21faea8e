from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.joints import break_rhythm, ends_slur, open_paren, slur_fits, tie, tuplet_fits
from tunesmith.grammar.layout import AFTER, BROKEN, LAST, PAREN, PHASE, POSITION, QUOTED, SLUR, TIE
from tunesmith.grammar.notes import close_note
from tunesmith.grammar.outlines import PartOutline

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

LESS, GREATER = map(ord, "<>")
D = 22


def after_note(scribe: Callable[..., Scribe], text: str) -> Scribe:
    """Write a text that ends in a note, and end the note."""
    one = scribe()
    assert one.write(text) == ""
    assert close_note(one.state, one.plan)
    return one


@pytest.mark.parametrize(
    ("text", "may_end"),
    [(" (d2 e2", True), (" (d4", False), (" d4", False), (" (de- ", False), (" (d2 e>", False)],
)
def test_a_slur_ends_after_two_notes_unless_the_last_is_held_or_unfinished(
    scribe: Callable[..., Scribe], text: str, may_end: bool
) -> None:
    one = scribe()
    assert one.write(text) == ""
    if text[-1].isdigit():
        assert close_note(one.state, one.plan)
    assert ends_slur(one.state) == may_end


def test_nothing_is_added_to_a_note_behind_its_slur(scribe: Callable[..., Scribe]) -> None:
    one = after_note(scribe, " (d2 e2")
    assert ends_slur(one.state)
    assert (one.state[SLUR], one.state[LAST], one.state[POSITION], one.state[PHASE]) == (0, 0, -1, AFTER)


@pytest.mark.parametrize(
    ("text", "may_be_held"),
    [
        (" d4", True),
        (" d8", True),  # over the bar line
        (" ^d4", True),
        (" ^d8", False),  # in the next bar it would sound otherwise
        (" z4", False),
        (" [df]4", False),
        (" .d", False),
        (" (3de", False),  # inside a triplet
        (" (3def", True),
        (" d>e", True),
    ],
)
def test_which_notes_may_be_held_into_the_next(scribe: Callable[..., Scribe], text: str, may_be_held: bool) -> None:
    one = after_note(scribe, text)
    assert tie(one.state, one.plan) == may_be_held


def test_the_note_behind_a_tie_has_the_same_place(scribe: Callable[..., Scribe]) -> None:
    one = after_note(scribe, " d4")
    assert tie(one.state, one.plan)
    assert one.state[TIE] == D + 1


def test_no_note_is_held_out_of_a_part(scribe: Callable[..., Scribe]) -> None:
    one = scribe(parts=[PartOutline(2, 2)], least_total=2)
    assert one.write(" d8 | d8") == ""
    assert close_note(one.state, one.plan)
    assert not tie(one.state, one.plan)


@pytest.mark.parametrize(
    ("text", "sign", "may_break"),
    [
        (" d", GREATER, True), (" d", LESS, True), (" d2", GREATER, False),  # a quarter note stands alone
        (" d/", GREATER, True), (" d3/2", GREATER, False), (" z", GREATER, False), (" d>e", GREATER, False),
        (" d6 c d", GREATER, False),  # there is no room for another
        ("{e} d", GREATER, True), ("{e} d", LESS, False),  # grace notes need their time
        (" [df]", GREATER, True),
    ],
)  # fmt: skip
def test_which_notes_begin_a_broken_rhythm(
    scribe: Callable[..., Scribe], text: str, sign: int, may_break: bool
) -> None:
    one = after_note(scribe, text)
    assert break_rhythm(one.state, one.plan, sign) == may_break


def test_the_second_note_of_a_broken_rhythm_has_the_written_length_of_the_first(scribe: Callable[..., Scribe]) -> None:
    one = after_note(scribe, " d")
    assert break_rhythm(one.state, one.plan, GREATER)
    assert (one.state[BROKEN], one.state[PHASE]) == (4, QUOTED)


def test_a_parenthesis_begins_a_slur_or_a_triplet(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    assert one.write(" ") == ""
    assert slur_fits(one.state, one.plan)
    assert tuplet_fits(one.state, one.plan)
    assert open_paren(one.state, one.plan, fresh=True)
    assert one.state[PHASE] == PAREN


def test_a_slur_does_not_begin_within_a_slur_nor_a_triplet_within_a_triplet(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    assert one.write(" (d2 ") == ""
    assert not slur_fits(one.state, one.plan)
    assert tuplet_fits(one.state, one.plan)
    assert one.write("(3ef") == ""
    assert not tuplet_fits(one.state, one.plan)


@pytest.mark.parametrize(("last", "fits"), [("d4", True), ("d7", True), ("d8", False)])
def test_a_slur_in_a_last_bar_has_room_for_its_notes(scribe: Callable[..., Scribe], last: str, fits: bool) -> None:
    one = scribe(parts=[PartOutline(2, 2)], least_total=2)
    assert one.write(f" d8 | {last}") == ""
    assert close_note(one.state, one.plan)
    assert slur_fits(one.state, one.plan) == fits
