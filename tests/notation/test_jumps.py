from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.order import played
from tunesmith.notation import Tune


@pytest.mark.parametrize(
    ("music", "order"),
    [
        ("A | B !D.C.! |]", "ABAB"),
        ("A | B | !dacapo! C |]", "ABCABC"),
        ("A !fine! | B | C !D.C.! |]", "ABCA"),
        ("A !fine! | B | C !D.C.alfine! |]", "ABCA"),
        ("A | B !D.C.! | C |]", "ABABC"),
        ("A | !segno! B | C !D.S.! |]", "ABCBC"),
        ("A | SB | C !D.S.! |]", "ABCBC"),
        ("A !segno! | B !fine! | C !D.S.alfine! |]", "ABCB"),
        ("A | B !fine! | SC | D !D.S.! |]", "ABCDCD"),  # the fine is not on the way
    ],
)
def test_back_to_the_beginning_or_the_segno(music: str, order: str) -> None:
    assert played(music) == order


@pytest.mark.parametrize(
    ("music", "order"),
    [
        ("A | B !coda! | C !D.C.alcoda! |!coda! D |]", "ABCABD"),
        ("A | B | OC !D.C.! | OD |]", "ABCABD"),  # before a bar's first note, a coda leaves before the bar
        ("A !dacoda! | B !D.C.! |!coda! C | D |]", "ABACD"),
        ("SA | B | C !coda! | D !D.S.alcoda! | OE |]", "ABCDABCE"),
        ("A !fine! | B !coda! | C !D.C.alcoda! |!coda! D |]", "ABCABD"),
        ("A | B !coda! | C !fine! | D !D.C.alfine! |!coda! E |]", "ABCDABC"),
        ("A | B !D.C.alcoda! |!coda! C |]", "ABABC"),  # nothing says where to leave
    ],
)
def test_on_to_the_coda(music: str, order: str) -> None:
    assert played(music) == order


@pytest.mark.parametrize(
    ("music", "order"),
    [
        ("|: A !fine! :: B :| C !D.C.! |]", "AABBCA"),
        ("|: A |1 B :|2 C !fine! || D !D.C.! |]", "ABACDAC"),
        ("|: A !fine! | B !D.C.! :|", "ABABA"),
        ("|: A :| !segno! B !fine! |: C :| D !D.S.! |]", "AABCCDB"),
    ],
)
def test_after_a_jump_nothing_is_repeated(music: str, order: str) -> None:
    assert played(music) == order


def test_a_rondo_comes_back_to_its_first_part_and_goes_on() -> None:
    assert played("A !fine! | B !D.C.! | C !D.C.! |]") == "ABACA"


@pytest.mark.parametrize("music", ["A | B !D.S.! |]", "A !D.S.! | SB |]", "SA !fine! | OB |]"])
def test_a_jump_without_its_sign_and_a_sign_without_a_jump_change_nothing(music: str) -> None:
    assert played(music) == "AB"


def test_what_is_played_again_sounds_again() -> None:
    tune = Tune.parse("X:1\nM:4/4\nL:1/8\nK:C\nC8 !fine! | D8- | D8 !D.C.! |]\n")
    bars = [(event.bar, event.duration) for event in tune.events()]
    assert bars == [(0, Fraction(1)), (1, Fraction(2)), (0, Fraction(1))]


SIGNS = st.sampled_from(["", "", "", "!segno!", "!fine!", "!coda!", "!dacoda!", "!D.C.!", "!D.S.!", "!D.C.alcoda!"])
LINES = st.sampled_from(["|", "|", "||", "|:", ":|", "::", "|1", ":|2"])


@given(st.lists(st.tuples(SIGNS, SIGNS, LINES), min_size=1, max_size=9))
def test_every_order_ends_and_plays_the_canonical_spelling_alike(bars: list[tuple[str, str, str]]) -> None:
    tune = Tune.parse(
        "X:1\nM:none\nL:1/8\nK:C\n" + "".join(f"{before} A {after} {line}" for before, after, line in bars)
    )
    order = tune.play_order()
    assert order[0] == 0
    assert len(order) <= 4 * len(bars) * (1 + len(bars))
    assert Tune.parse(tune.canonical()).play_order() == order
