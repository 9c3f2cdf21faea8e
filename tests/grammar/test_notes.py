from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.scribe import CHORDS
from tunesmith.grammar.charts import Chart
from tunesmith.grammar.layout import (
    BROKEN,
    LAST,
    MARKS,
    NOTES,
    PHASE,
    POSITION,
    REST,
    ROLLS,
    ROOM,
    SHORTENS,
    SLUR,
    SYMBOL,
    TRILLS,
    TUPLET,
    TUPLET_LENGTH,
)  # fmt: skip
from tunesmith.grammar.notes import any_on_chord, begin_element, close_note, leaves_chord, paren
from tunesmith.grammar.outlines import PartOutline

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

G, F = 18, 17


def after_note(scribe: Callable[..., Scribe], text: str) -> Scribe:
    """Write a text that ends in a note, and end the note."""
    one = scribe()
    assert one.write(text) == ""
    assert close_note(one.state, one.plan)
    return one


@pytest.mark.parametrize(
    ("before", "code", "may_begin"),
    [
        (" ", "d", True), (" ", "z", True), (" ", "^", True), (" ", "(", True), (" ", "[", True), (" ", "~", True),
        (" ", "T", True), (" ", ".", True), (" ", "H", False), (" ", "2", False),
        (" ", "_", True), (" z2 z2 ", "z", False),  # two rests in a row are enough
        (" (d2 ", "z", False),  # a slur bears notes
        (" d4- ", "^", False), (" d4- ", "T", False), (" d4- ", "z", False),
        (" T", "T", False),  # a note has one mark
        (" d4- ", "~", False), (" d>", "~", False), (" d>", ".", False), (" (3", "z", False), (" d8 ", "d", False),
    ],
)  # fmt: skip
def test_what_begins_a_note(scribe: Callable[..., Scribe], before: str, code: str, may_begin: bool) -> None:
    one = scribe()
    assert one.write(before) == ""
    assert begin_element(one.state, one.plan, ord(code)) == may_begin


@pytest.mark.parametrize(("mark", "kind"), [("~", ROLLS), (".", SHORTENS), ("T", TRILLS), ("M", TRILLS)])
def test_a_mark_is_of_a_kind_that_limits_where_it_stands(scribe: Callable[..., Scribe], mark: str, kind: int) -> None:
    one = scribe()
    assert one.write(f" {mark}") == ""
    assert one.state[MARKS] == kind


def test_a_three_behind_a_parenthesis_makes_a_triplet_and_a_note_a_slur(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    assert one.write(" (") == ""
    assert paren(one.state, one.plan, ord("3"))
    assert (one.state[TUPLET], one.state[TUPLET_LENGTH]) == (3, 0)
    other = scribe()
    assert other.write(" (") == ""
    assert paren(other.state, other.plan, ord("d"))
    assert other.state[SLUR] == 1


@pytest.mark.parametrize(
    ("text", "room"),
    [(" d", 28), (" d3/2", 26), (" d8", 0), (" z2", 24), (" [df]2", 24), (" (3d", 24), (" (3def", 24), (" d>e", 24)],
)
def test_a_note_takes_its_time_from_the_bar(scribe: Callable[..., Scribe], text: str, room: int) -> None:
    assert after_note(scribe, text).state[ROOM] == room


@pytest.mark.parametrize(
    ("text", "last"), [(" d", 4), (" d/", 2), (" d3/2", 0), (" d2", 0), (" z", 0), (" .d", 0), ("{e} d", -4)]
)
def test_a_note_remembers_whether_it_may_begin_a_broken_rhythm(
    scribe: Callable[..., Scribe], text: str, last: int
) -> None:
    assert after_note(scribe, text).state[LAST] == last


def test_a_finished_note_leaves_nothing_to_the_next(scribe: Callable[..., Scribe]) -> None:
    one = after_note(scribe, '"G" Td>e')
    assert (one.state[SYMBOL], one.state[MARKS], one.state[BROKEN]) == (0, 0, 0)


def test_rests_are_counted_in_a_row_and_are_no_notes(scribe: Callable[..., Scribe]) -> None:
    one = after_note(scribe, " d2 z2 z2")
    assert (one.state[REST], one.state[NOTES], one.state[POSITION]) == (2, 1, -1)


def test_a_length_that_is_only_begun_does_not_end_the_note(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    assert one.write(" d3/") == ""
    assert not close_note(one.state, one.plan)
    phase = one.state[PHASE]
    assert one.write("2") == ""
    assert one.state[PHASE] == phase
    assert close_note(one.state, one.plan)


def test_on_a_strong_beat_a_note_is_of_the_chord(scribe: Callable[..., Scribe]) -> None:
    chart = Chart(CHORDS, ((((0, True), (0, False)),) * 2,), off=0.0)  # G
    one = scribe(parts=[PartOutline(2, 2, False)], least_total=2, pickup=0, chart=chart)
    assert one.write('"G" ') == ""
    assert any_on_chord(one.state, one.plan, 0)
    assert leaves_chord(one.state, one.plan, 0, F)
    assert not leaves_chord(one.state, one.plan, 0, G)
    assert one.write("c") == "c"
    assert one.write("Bc") == ""  # between the beats any note may stand
