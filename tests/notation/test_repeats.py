from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.order import played
from tunesmith.notation import Tune


@pytest.mark.parametrize(
    ("music", "order"),
    [
        ("A | B |]", "AB"),
        ("|: A | B :|", "ABAB"),
        ("|: A :: B :|", "AABB"),
        ("|:: A ::|", "AAA"),
        ("|: A |: B :|", "ABB"),
        ("E |: A | B :| C |]", "EABABC"),
    ],
)
def test_repeats(music: str, order: str) -> None:
    assert played(music) == order


@pytest.mark.parametrize(
    ("music", "order"),
    [
        ("A | B :|", "ABAB"),
        ("A :| B | C :|", "AABCBC"),
        ("A | B || C | D :|", "ABCDCD"),
        ("A | B |] C | D :|", "ABCDCD"),
        ("|: A || B :|", "ABAB"),
    ],
)
def test_a_repeat_without_a_start_goes_back_to_the_latest_double_bar_or_repeat(music: str, order: str) -> None:
    assert played(music) == order


@pytest.mark.parametrize(
    ("music", "order"),
    [
        ("|: A |1 B :|2 C |]", "ABAC"),
        ("|: A [1 B :| [2 C |]", "ABAC"),
        ("|: A |1 B :|2 C :| D :|", "ABACDD"),
        ("|: A |1 B | C :|2 D | E || F |]", "ABCADEF"),
        ("|: A |1,3 B :|2 C :|4 D |]", "ABACABAD"),
        ("|: A |1-3 B :|4 C |]", "ABABABAC"),
        ("|: A |1 B :| C |]", "ABAC"),
        ("|: A |1 B |2 C |]", "ABAC"),
        ("A |1 B :|2 C || D |1 E :|2 F |]", "ABACDEDF"),
        ("|: A |1 B :| C |2 D |]", "ABACD"),
        ("|: A |1 B :|4 C |]", "ABAC"),
        ("|: A |1 B |2 C || D |]", "ABACD"),
    ],
)
def test_alternative_endings(music: str, order: str) -> None:
    assert played(music) == order


def test_an_upbeat_before_a_double_bar_is_repeated_where_the_end_leaves_room_for_it() -> None:
    whole = "X:1\nM:2/4\nL:1/8\nK:C\nG || A4 | B4 :|\n"
    room = "X:1\nM:2/4\nL:1/8\nK:C\nG || A4 | B3 :|\n"
    assert Tune.parse(whole).play_order() == (0, 1, 2, 1, 2)
    assert Tune.parse(room).play_order() == (0, 1, 2, 0, 1, 2)


@given(
    st.lists(st.sampled_from([" | ", " |: ", " :| ", " :: ", " || ", " |1 ", " :|2 ", " [2 ", " |1,3 "]), max_size=20)
)
def test_every_bar_is_played(lines: list[str]) -> None:
    tune = Tune.parse("X:1\nM:none\nL:1/8\nK:C\nA" + "".join(line + "A" for line in lines))
    assert set(tune.play_order()) == set(range(len(tune.bars)))
