from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.clusters import open_chord
from tunesmith.grammar.layout import CHORD_NOTES, GRACE, NOTE, PHASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe


@pytest.mark.parametrize("text", ["[df]", "[Ad]", "[d^g]", "[D,Dd]", "[dfac']", "[=ce]"])
def test_chords_of_two_to_four_notes(scribe: Callable[..., Scribe], text: str) -> None:
    one = scribe()
    assert one.write(f" {text}") == ""
    assert one.state[PHASE] == NOTE
    assert one.state[CHORD_NOTES] == sum(character.isalpha() for character in text)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("[d", "]"),  # one note
        ("[dfac'", "e"),  # five
        ("[dd", "]"),  # the same twice
        ("[^", "]"),
        ("[df", "2"),  # a length stands behind the bracket
        ("[d", "z"),
        ("[d", "-"),
    ],
)
def test_what_no_chord_holds(scribe: Callable[..., Scribe], text: str, refused: str) -> None:
    one = scribe()
    assert one.write(f" {text}") == ""
    assert one.write(refused) == refused


@pytest.mark.parametrize("before", [" d4- ", " (3", " d>", " T", " ~"])
def test_where_no_chord_begins(scribe: Callable[..., Scribe], before: str) -> None:
    one = scribe()
    assert one.write(before) == ""
    assert not open_chord(one.state, one.plan)


def test_no_chord_begins_where_none_are_asked_for(scribe: Callable[..., Scribe]) -> None:
    one = scribe(chords=False)
    assert one.write(" ") == ""
    assert not open_chord(one.state, one.plan)


@pytest.mark.parametrize(("text", "notes"), [("{d}", 1), ("{ef}", 2), ("{d'ef}", 3)])
def test_one_to_three_grace_notes_wait_for_their_note(scribe: Callable[..., Scribe], text: str, notes: int) -> None:
    one = scribe()
    assert one.write(text) == ""
    assert one.state[GRACE] == notes


@pytest.mark.parametrize(("text", "refused"), [("{", "}"), ("{def", "g"), ("{", "^"), ("{d", "2"), ("{d", "/")])
def test_what_no_grace_notes_hold(scribe: Callable[..., Scribe], text: str, refused: str) -> None:
    one = scribe()
    assert one.write(text) == ""
    assert one.write(refused) == refused


@pytest.mark.parametrize(
    ("before", "may_begin"),
    [
        (" d4", True),
        ("{e}", False),  # once at a note
        (" d7", True),
        (" d6 d3/2", False),  # there is no room for a note that is long enough
        (" d>", False),
        (" (3de", False),
    ],
)
def test_where_grace_notes_begin(scribe: Callable[..., Scribe], before: str, may_begin: bool) -> None:
    one = scribe()
    assert one.write(before) == ""
    assert (one.write("{") == "") == may_begin
