from __future__ import annotations

import pytest

from tunesmith.corpus.controls import Controls, controls_of, label_in
from tunesmith.notation import Tune

HEADER = "X:1\nL:1/8\nM:4/4\nK:G\n"
A = "GABc d2 d2 | edcB A2 A2 |"
B = "gfed c2 c2 | BAGF E2 E2 |"


def form(music: str) -> str:
    return controls_of(Tune.parse(HEADER + music), None).form


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
    tune = Tune.parse(HEADER + f"{A} {B}")
    assert controls_of(tune, "slip jig") == Controls("R:slip jig\n", "S:1\nB:4\n")


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
