from __future__ import annotations

import pytest

from tests.support.order import played
from tunesmith.errors import AbcError
from tunesmith.notation import Tune


@pytest.mark.parametrize(
    ("parts", "order"),
    [
        ("P:ABA\n", "EABBA"),
        ("P:A2.B\n", "EAABB"),
        ("P:(AB)2A % da capo\n", "EABBABBA"),
        ("P:ABC\n", "EABB"),
        ("P:Modern version.\n", "EABB"),
        ("", "EABB"),
    ],
)
def test_parts_called_by_name(parts: str, order: str) -> None:
    assert played("E | [P:A] A |] [P:B] B :|", parts) == order


def test_parts_called_by_name_leave_no_jump() -> None:
    assert played("[P:A] A |] [P:B] B !D.C.! |]", "P:AB\n") == "AB"


def test_a_call_that_never_ends_is_refused() -> None:
    with pytest.raises(AbcError, match="calls more than 1,000 parts"):
        played("[P:A] A |]", "P:((A99)99)99\n")


def test_the_last_order_of_parts_holds_and_a_part_is_named_for_all_voices() -> None:
    tune = Tune.parse("X:1\nP:AB\nL:1/4\nM:4/4\nP:ABA\nK:C\nP:A\n[V:1]c4|\n[V:2]C4|\nP:B\n[V:1]d4|]\n[V:2]D4|]\n")
    assert [tune.order_of(voice) for voice in tune.voices] == [(0, 1, 0)] * 2
    assert tune.melody.name == "1"
