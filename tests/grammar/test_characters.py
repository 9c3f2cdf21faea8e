from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.outlines import PartOutline

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

EIGHT_BARS = "|: GABc d2 ef | g4 f4 | e2 d2 c2 B2 | A8 | GABc d2 ef | g4 f4 | e2 d2 c2 B2 | A8 :|"


def test_a_tune_is_written_to_its_end(scribe: Callable[..., Scribe]) -> None:
    tune = scribe()
    assert tune.write(EIGHT_BARS) == ""
    assert tune.end()
    assert tune.text == tune.header + EIGHT_BARS


@pytest.mark.parametrize(
    "body",
    [
        " d>e f<g (3abc a2 |",  # broken rhythm, a triplet
        '"D" d4"A7" c4 |',  # chord symbols stand before the space
        "{c} d4{ef} g4 |",  # so do grace notes
        " (d2 e2) d2- d2 |",  # a slur, a tie
        " [df]4 [Ad]4 |",
        " .d.d Td2 vd2 ud2 |",
        "!f! d4!mp! d4 |",  # dynamics stand before the space
        '!f! d4"G"!p! (3(def){d} g2 |',
        " d/e/f/g/ a3/2b/ d'2 D,2 |",
        " d4 ^d4 | d8- | d8 |",
        " A | d8 |",  # a pickup
        " A |: d8 |",  # a pickup that is not repeated
        " d8 | e8 |1 f8 | g8 :|2 f8 | d8 |",
        " (3(ABc) d2 z4 |",
    ],
)
def test_what_may_be_written(scribe: Callable[..., Scribe], body: str) -> None:
    assert scribe(parts=[PartOutline(2, 32)] * 6).write(body) == ""


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        (" d4 e3 ", "|"),  # a bar that is not full
        (" d4 e4", "f"),  # one that is too full
        (" d4 e", "6"),
        (" dddd", "e"),  # notes of two beat groups are not joined
        (" d2", "e"),  # nor is a quarter note to anything
        (" d>e", ">"),
        (" d>e", "2"),  # both notes of a broken rhythm have one length
        (" (3a/b", " "),
        (" d2 (e2 f2) ", ")"),
        (" (", "("),
        (" (d", ")"),  # a slur over one note
        (" d4- ", "e"),  # a tie to another note
        (" ^d8", "-"),  # a tie into a bar where the note sounds otherwise
        (" ^", "f"),  # an accidental that the key has already
        (" [d", "]"),
        (" [dd", "]"),
        ("{d}", "|"),
        ('"', "H"),
        (" d4 ", '"'),
        ("!", "x"),
        ("!f! ", "z"),
        ("!f! ", "."),  # one decoration at a note
        ("!f! d4!p! ", "|"),
        (" ", "L"),  # an accent has another canonical spelling
        ("|: d8 | e8 |", "|"),  # a repeat left open
        ("|: d8 | e8 | f8 |", ":"),
        (" ~", "["),  # a roll on a chord
        (" .d", "-"),  # a staccato note that is held
    ],
)
def test_what_may_not_be_written(scribe: Callable[..., Scribe], written: str, refused: str) -> None:
    tune = scribe()
    assert tune.write(written) == ""
    assert tune.write(refused) == refused


def test_a_repeated_part_ends_with_what_its_pickup_lacks(scribe: Callable[..., Scribe]) -> None:
    tune = scribe()
    assert tune.write(" FG | A8 | B8 | c8 | d8 | A8 | B8 | c8 | d6") == ""
    assert tune.choices().startswith(" ")
    assert tune.write(" :|") == ""
    assert tune.end()


def test_after_a_second_ending_a_part_may_have_another_pickup(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(parts=[PartOutline(2, 2, repeated=True), PartOutline(2, 2)], least_total=2, pickup=Fraction(1, 8))
    assert tune.write("|: A | d8 |1 e6 f :|2 e4 e2 || A2 | d8 | e6 |]") == ""
    assert tune.end()


def test_a_full_last_bar_does_not_complete_a_pickup(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(parts=[PartOutline(8, 8, repeated=True)])
    assert tune.write(" FG | A8 | B8 | c8 | d8 | A8 | B8 | c8 | d") == ""
    assert tune.write("8") == "8"


def test_the_part_after_a_second_ending_begins_with_what_it_leaves(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(least_parts=2)
    assert tune.write(" FG | A8 | B8 | c8 |1 d6 :|2 d7 |:") == ""
    assert tune.write(" FG") == "G"


def test_a_second_ending_is_as_long_as_the_first(scribe: Callable[..., Scribe]) -> None:
    tune = scribe()
    assert tune.write("|: A8 | B8 |1 c8 | d8 :|2 c8 ") == ""
    assert tune.write("||") == "|"
    assert tune.write(" d8 ||") == ""


def test_the_end_needs_eight_bars(scribe: Callable[..., Scribe]) -> None:
    tune = scribe()
    assert tune.write(" A8 | B8 | c8 | d8 ||") == ""
    assert not tune.end()
    assert tune.write(" A8 | B8 | c8 | d8 ||") == ""
    assert tune.end()


def test_a_line_breaks_only_after_a_bar_line_that_stands_far_to_the_right(scribe: Callable[..., Scribe]) -> None:
    tune = scribe()
    bar = " d/d/d/d/d/d/d/d/ e/e/e/e/e/e/e/e/ |"
    assert tune.write(bar) == ""
    assert tune.write(" \n") == "\n"
    tune = scribe()
    assert tune.write(bar + bar + " \n" + bar) == ""


def test_a_refused_character_leaves_the_state_as_it_was(scribe: Callable[..., Scribe]) -> None:
    tune = scribe()
    tune.write(" d4 e")
    before = tune.state[:]
    assert tune.write("9") == "9"
    assert "".join(map(str, before[:57])) == "".join(map(str, tune.state[:57]))
