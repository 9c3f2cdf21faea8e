from __future__ import annotations

import pytest

from tunesmith.composing.request import Request
from tunesmith.corpus.controls import CONTROL_LINES, controls_of, label_in, lines_asked_for
from tunesmith.corpus.found_chords import Chords
from tunesmith.notation import Tune

HEADER = "X:1\nL:1/8\nM:4/4\nK:G\n"
A = "GABc d2 d2 | edcB A2 A2 |"
B = "gfed c2 c2 | BAGF E2 E2 |"


def read(music: str, rhythm: str | None = None, chords: Chords = "none") -> tuple[str, ...]:
    tune = Tune.parse(HEADER + music)
    return controls_of(tune, tune.spelling(), rhythm, chords)


def form(music: str) -> str:
    return read(music)[1]


def test_sections_bars_and_likeness_of_a_tune_of_three_parts() -> None:
    assert form(f"|: {A[:-1]} :: {B[:-1]} :: {A[:-1]} :|") == "S:3\nB:2\nE:3\nB:2\nE:10\nE:3\nB:2\n"


def test_an_anacrusis_and_a_second_ending_do_not_count_as_bars() -> None:
    assert form(f"D2 |: {A} {A} G8 |1 D8 :|2 G8 ||") == "S:1\nB:6\n"


def test_two_halves_of_a_bar_count_once() -> None:
    assert form(f"D2 |: {A} {A} G6 :| e2 |: {B} {B} G6 :|").startswith("S:2\nB:5\nE:")


def test_a_form_beyond_the_codes_has_none() -> None:
    assert form(f"{A} {B} || " * 9) == ""
    assert form(f"{A} " * 17) == ""


def test_the_rhythm_stands_in_a_group_of_its_own() -> None:
    assert read(f"{A} {B}", "slip jig", "written") == ("R:slip jig\n", "S:1\nB:4\n", "C:written\n")
    assert read(f"{A} {B}") == ("", "S:1\nB:4\n", "C:none\n")


ALL = {line.name for line in CONTROL_LINES}


def test_a_request_asks_for_rhythm_and_form() -> None:
    assert lines_asked_for(Request(), ALL) == ""
    assert lines_asked_for(Request(rhythm="jig"), ALL) == "R:jig\n"
    assert lines_asked_for(Request(rhythm="reel", parts=2, bars=8), ALL) == "R:reel\nS:2\nB:8\nE:4\nB:8\n"
    assert lines_asked_for(Request(parts=3, bars=4), ALL) == "S:3\nB:4\nE:4\nB:4\nE:4\nE:4\nB:4\n"


def test_a_form_tells_the_parts_and_which_come_back() -> None:
    assert lines_asked_for(Request(form="AABB", bars=8), ALL) == lines_asked_for(Request(parts=2, bars=8), ALL)
    assert lines_asked_for(Request(form="ABA", bars=8), ALL) == "S:3\nB:8\nE:4\nB:8\nE:10\nE:4\nB:8\n"
    assert lines_asked_for(Request(form="AABB"), ALL) == ""


def test_a_request_asks_for_chords_of_a_network_that_knows_of_them() -> None:
    assert lines_asked_for(Request(rhythm="jig", chords="found"), ALL) == "R:jig\nC:found\n"
    assert lines_asked_for(Request(rhythm="jig", chords="found"), {"rhythm"}) == "R:jig\n"
    assert lines_asked_for(Request(key="G", meter="4/4", progression="G | D"), ALL) == "C:written\n"


@pytest.mark.parametrize(
    ("fields", "source", "rhythm"),
    [
        ("R:reel", "book", "reel"),
        ("R:Hornpipe % a-b-a", "book", "hornpipe"),
        ("R:slipjig", "book", "slip jig"),
        ("R:Double Jig", "book", "jig"),
        ("R:slow reel", "book", "reel"),
        ("R:three-two", "book", "three-two"),
        ("R:highland fling", "book", None),
        ("R:song\nT:Tripping up the Stairs (jig)", "book", "jig"),
        ("R:single jig", "book", "jig"),
        ("R:set dance", "book", "set dance"),
        ("T:Hornpipe House, The (polka)", "book", "polka"),
        ("T:Waterford\nZ:id:dc-waltz-8", "book", "waltz"),
        ("T:Reel of Tullochgorum\nR:strathspey", "book", "strathspey"),
        ("T:The Reeling Jigger", "book", None),
        ("M:9/8", "book", None),
        ("M:9/8", "session2021", "slip jig"),
        ("M:4/4", "session2021", None),
        ("T:Cronin's Hornpipe\nM:2/4", "session2021", "hornpipe"),
    ],
)
def test_the_rhythm_is_the_one_that_the_source_says(fields: str, source: str, rhythm: str | None) -> None:
    assert label_in(Tune.parse(f"X:1\n{fields}\nL:1/8\nK:D\nDEFG|"), source) == rhythm
