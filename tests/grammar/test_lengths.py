from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.layout import SPACED
from tunesmith.grammar.lengths import (
    available,
    can_begin,
    can_break,
    grain,
    host_fits,
    last_due,
    place_fits,
    room_before,
    room_for_group,
    ticks_fit,
)  # fmt: skip
from tunesmith.grammar.notes import close_note
from tunesmith.grammar.outlines import PartOutline

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

AT_HOME = {"parts": [PartOutline(2, 2)], "least_total": 2, "ending": "home"}


def after_note(scribe: Callable[..., Scribe], text: str, **changes: object) -> Scribe:
    """Write a text that ends in a note, and end the note."""
    one = scribe(**changes)
    assert one.write(text) == ""
    assert close_note(one.state, one.plan)
    return one


@pytest.mark.parametrize(("text", "left"), [(" d4", 16), (" d7", 4), (" d8", 0)])
def test_what_a_bar_has_left_is_free_for_notes(scribe: Callable[..., Scribe], text: str, left: int) -> None:
    one = after_note(scribe, text)
    assert room_before(one.state, one.plan) == available(one.state, one.plan) == left
    assert can_begin(one.state, one.plan) == (left > 0)


def test_a_last_bar_keeps_a_quarter_for_the_last_note(scribe: Callable[..., Scribe]) -> None:
    one = after_note(scribe, " d8 | A4", **AT_HOME)
    assert room_before(one.state, one.plan) == 8  # of 16


@pytest.mark.parametrize(
    ("text", "changes", "ticks"),
    [
        (" d8 | A4", AT_HOME, 4),  # an eighth
        (" d6 e/f/ g | A4", AT_HOME, 2),  # a sixteenth
        (" d6 e>f | A4", AT_HOME, 2),
        (" d6 (3efg | A4", AT_HOME, 4),
        (" d8 | A4", {**AT_HOME, "ending": "open"}, 1),
        (" d8 | A4", {}, 1),
        (" d4", AT_HOME, 1),
        (" d8 | A4", {**AT_HOME, "forced": " d8 | A4 B3/4 c/4 d2 |]"}, 1),
    ],
)
def test_before_a_last_note_lengths_are_eighths_or_sixteenths_if_there_were_some(
    scribe: Callable[..., Scribe], text: str, changes: dict[str, object], ticks: int
) -> None:
    one = after_note(scribe, text, **changes)
    assert grain(one.state, one.plan) == ticks


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (" d8 | A4 B3/4", " d8 | A4 B"),
        (" d8 | A4 B/4", " d8 | A4 B"),
        (" d8 | A4 B>", " d8 | A4 B"),
        (" d8 | A3/2", " d8 | A3"),
        (" d8 | A4 B/", " d8 | A4 B"),
        (" d8 | A4 (3Bcd d2 |]", " d8 | A4 (3Bcd d2 |]"),
        (" d8 | A4 Bc d2 |]", " d8 | A4 Bc d2 |]"),
        (" d6 e/f/ g | A4 B3/4", " d6 e/f/ g | A4 B3/"),
        (" d6 e/f/ g | A4 B/4", " d6 e/f/ g | A4 B/"),
        (" d6 e/f/ g | A4 B/>", " d6 e/f/ g | A4 B/"),
        (" d6 e/f/ g | A4 B c3", " d6 e/f/ g | A4 B c"),
        (" d6 e/f/ g | A4 B/c/ d3 |]", " d6 e/f/ g | A4 B/c/ d3 |]"),
        (" d6 e>f | A3/2 B/ c2 d4 |]", " d6 e>f | A3/2 B/ c2 d4 |]"),
        (" d6 e>f | A4 B>c d2 |]", " d6 e>f | A4 B>c d2 |]"),
    ],
)
def test_nothing_shorter_than_before_leads_to_the_last_note(
    scribe: Callable[..., Scribe], text: str, written: str
) -> None:
    left = scribe(**AT_HOME).write(text)
    assert text.removesuffix(left) == written


@pytest.mark.parametrize(("ending", "ticks"), [("home", 8), ("open", 16)])
def test_at_an_open_end_the_last_note_may_be_one_of_a_triplet(
    scribe: Callable[..., Scribe], ending: str, ticks: int
) -> None:
    one = after_note(scribe, " d8 | A4", **{**AT_HOME, "ending": ending})
    assert room_for_group(one.state, one.plan) == ticks


@pytest.mark.parametrize(("text", "due"), [(" d8 | A4", False), (" d8 | A6", True), (" d8", False)])
def test_the_last_note_is_due_when_nothing_else_has_room(scribe: Callable[..., Scribe], text: str, due: bool) -> None:
    one = after_note(scribe, text, **AT_HOME)
    assert last_due(one.state, one.plan) == due


def test_a_slur_in_a_last_bar_keeps_a_tick_for_its_second_note(scribe: Callable[..., Scribe]) -> None:
    one = scribe(parts=[PartOutline(2, 2)], least_total=2)
    assert one.write(" d8 | d4 (") == ""
    assert one.write("e") == ""
    assert available(one.state, one.plan) == 15
    assert one.write("4") == "4"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (" d", True),
        (" dd", True),
        (" dddd", False),  # a new beat group begins
        (" dddd ", True),
        (" d2", False),  # a quarter note stands alone
        (" d2 ", True),
        (" d2 d", True),
    ],
)
def test_where_a_note_may_be_joined_to_the_one_before(scribe: Callable[..., Scribe], text: str, fits: bool) -> None:
    one = after_note(scribe, text.rstrip())
    one.state[SPACED] = int(text.endswith(" "))
    assert place_fits(one.state) == fits


@pytest.mark.parametrize(("text", "fits"), [(" d4", True), (" d7", True), (" d7 d/", False)])
def test_a_roll_needs_a_note_of_an_eighth(scribe: Callable[..., Scribe], text: str, fits: bool) -> None:
    one = after_note(scribe, text)
    assert host_fits(one.state, one.plan) == fits


@pytest.mark.parametrize(
    ("text", "length", "may_follow"),
    [
        (" d4 e", "4", True), (" d4 e", "6", False),  # longer than the bar
        (" de", "2", False),  # a quarter note is not joined to an eighth
        (" d>e", "2", False), (" d/>e", "/", True),  # as long as the first
        (" (3de", "/", False), (" (3d/e", "/", True),
        (" (3d", "4", False),  # notes of a triplet are shorter than a quarter
        (" (3d", "/", True), ("{c} d", "/", False),  # too short for grace notes
        (" ~d", "3/", True), (" ~d", "/", False),
    ],
)  # fmt: skip
def test_which_length_may_be_begun(scribe: Callable[..., Scribe], text: str, length: str, may_follow: bool) -> None:
    one = scribe()
    assert one.write(text) == ""
    assert (one.write(length) == "") == may_follow


@pytest.mark.parametrize(
    ("text", "ticks", "fits"),
    [(" d4 e", 16, True), (" d4 e", 24, False), (" de", 8, False), (" d>e", 4, True), (" d>e", 2, False),
     ("{c} d", 2, False), ("{c} d", 4, True), (" (3d", 6, True), (" (3d", 8, False)],
)  # fmt: skip
def test_how_long_the_note_may_be(scribe: Callable[..., Scribe], text: str, ticks: int, fits: bool) -> None:
    one = scribe()
    assert one.write(text) == ""
    assert ticks_fit(one.state, one.plan, ticks) == fits


@pytest.mark.parametrize(("ticks", "may_break"), [(1, False), (2, True), (3, False), (4, True), (6, False), (8, False)])
def test_undotted_notes_shorter_than_a_quarter_begin_broken_rhythms(
    scribe: Callable[..., Scribe], ticks: int, may_break: bool
) -> None:
    one = scribe()
    assert can_break(one.state, one.plan, ticks) == may_break
