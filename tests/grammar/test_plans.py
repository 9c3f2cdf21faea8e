from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.outlines import Fragment, PartOutline
from tunesmith.grammar.plans import build_plan, least_length

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe
    from tunesmith.grammar.outlines import Outline

FOUR = "GABc d2 ef | g4 f4 | e2 d2 c2 B2 | A8"


def test_the_header_is_as_settled(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(header=False, meters=[(6, 8), (4, 4)], tempo=None)
    assert tune.write("X:1\nL:1/8\nM:3") == "3"
    assert tune.choices() == "46"
    assert tune.write("6/8\nK:") == ""
    assert tune.choices() == "D"


def test_a_tempo_may_stand_between_unit_and_meter(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(header=False, tempo=None)
    assert tune.write("X:1\nL:1/8\nQ:1/4=120\nM:4/4\nK:D\n") == ""


def test_the_number_of_bars_and_parts_is_kept(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(parts=[PartOutline(4, 4, repeated=True)] * 2, least_parts=2)
    assert tune.write(f"|: {FOUR} ") == ""
    assert tune.choices() == ":"
    assert tune.write(":|") == "|"
    assert tune.write(f": {FOUR} :|") == ""
    assert tune.choices() == "$"


def test_a_part_has_whole_phrases(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(parts=[PartOutline(4, 14, repeated=False, phrase=4)], least_total=8)
    assert tune.write(f" {FOUR} |") == ""
    assert "|" not in tune.choices()  # eight bars in all
    assert tune.write(" d8 | e8 | f8 | d8 |]") == ""
    tune = scribe(parts=[PartOutline(4, 14, repeated=False, phrase=4)], least_total=4)
    assert tune.write(f" {FOUR} | d8 |") == ""
    assert "|" not in tune.choices()  # five are no whole number of phrases
    assert tune.write(" e8 | f8 | d8 | d8 | e8 | f8 | d8 |") == ""
    assert "d" not in tune.choices()  # sixteen would be too many


def test_an_ending_ends_with_a_phrase(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(parts=[PartOutline(4, 32, repeated=True, phrase=4)], least_total=4)
    assert tune.write(f"|: {FOUR} |1 d8 | e8 | f8 |") == ""
    assert ":" not in tune.choices()
    assert tune.write(" d8 :|2 d8 | e8 | f8 | d8 |]") == ""


def test_a_part_comes_back_note_for_note(scribe: Callable[..., Scribe]) -> None:
    parts = [PartOutline(4, 4, repeated=True), PartOutline(4, 4, repeated=False), PartOutline(4, 4, False, copy_of=0)]
    tune = scribe(parts=parts, least_parts=3)
    assert tune.write(f" {FOUR} :| d8 | e8 | f8 | d8 ||") == ""
    back = ""
    while len(choices := tune.choices()) == 1 and choices != "$":
        back += choices
        tune.write(choices)
    assert back == f" {FOUR} |"
    assert tune.write("]") == ""
    assert tune.end()


def test_the_range_is_kept(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(lowest=62, highest=83)
    assert tune.write(" C") == "C"
    assert tune.write("D,") == ","
    assert tune.write("4 b'") == "'"
    assert tune.write("2 ^b") == "b"  # a sharp that nothing in range could bear is refused with its letter


def test_no_note_outside_the_key(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(share_outside=0.0)
    assert tune.write(" d4 ^") == "^"


def test_a_share_of_notes_outside_the_key(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(share_outside=0.25)
    assert tune.write(" ^") == "^"
    assert tune.write("ddd ^e") == ""
    assert tune.write(" ^") == "^"


def test_an_opening_is_forced_and_its_last_note_kept(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(forced=" d2 e")
    assert tune.write(" d4") == "4"
    assert tune.write("2 e") == ""
    assert not set("2/'->") & set(tune.choices())


def test_a_fragment_fills_its_bars_and_stops(scribe: Callable[..., Scribe]) -> None:
    fragment = Fragment(bars=2, room=Fraction(1), leaves=Fraction(1, 4))
    tune = scribe(header=False, fragment=fragment)
    assert tune.write(" d8 | e2 f") == ""
    assert not tune.end()
    assert tune.write("4") == ""
    assert not tune.end()
    assert tune.choices() == " "
    tune.write(" ")
    assert tune.choices() == "$"
    assert tune.end()


def test_a_tie_leads_into_a_fragment(scribe: Callable[..., Scribe]) -> None:
    tune = scribe(header=False, fragment=Fragment(bars=1, room=Fraction(1), tied_position=22))
    assert tune.write(" e") == "e"
    assert tune.write("d8") == ""


def test_a_tune_fits_into_the_fewest_characters(scribe: Callable[..., Scribe], outline: Outline) -> None:
    outline = replace(outline, parts=[PartOutline(8, 8, repeated=False)])
    least = least_length(outline)
    text = scribe(header=False, parts=outline.parts, limit=least).walk(max)
    assert text.endswith("||")
    assert len(text) <= least


def test_bars_too_long_for_a_plan_are_refused(outline: Outline) -> None:
    with pytest.raises(ValueError, match="too long"):
        build_plan(replace(outline, units=[Fraction(1, 16)], meters=[(5, 2)]))


def test_a_range_without_a_note_is_refused(outline: Outline) -> None:
    with pytest.raises(ValueError, match="no note"):
        build_plan(replace(outline, lowest=60, highest=60))
