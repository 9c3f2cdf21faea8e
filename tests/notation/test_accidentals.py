from __future__ import annotations

import pytest

from tunesmith.notation import Key
from tunesmith.notation.accidentals import Accidentals

SHARP, FLAT = 1, -1


@pytest.fixture
def in_d() -> Accidentals:
    return Accidentals(Key.parse("D").signature)


def test_the_signature_holds_until_something_else_is_written(in_d: Accidentals) -> None:
    assert in_d.apply("F", 4, None) == SHARP
    assert in_d.apply("F", 4, 0) == 0
    assert in_d.apply("F", 4, None) == 0


def test_an_accidental_holds_for_its_own_octave_to_the_end_of_the_bar(in_d: Accidentals) -> None:
    in_d.apply("F", 4, FLAT)
    assert in_d.expected("F", 5) == SHARP
    in_d.start_bar()
    assert in_d.expected("F", 4) == SHARP


@pytest.mark.parametrize(("propagation", "same", "above"), [("octave", FLAT, 0), ("pitch", FLAT, FLAT), ("not", 0, 0)])
def test_a_directive_says_how_far_an_accidental_holds(propagation: str, same: int, above: int) -> None:
    accidentals = Accidentals(Key.parse("C").signature, propagation)
    assert accidentals.apply("B", 4, FLAT) == FLAT
    assert (accidentals.expected("B", 4), accidentals.expected("B", 5)) == (same, above)


def test_a_change_of_key_forgets_what_was_written(in_d: Accidentals) -> None:
    in_d.apply("F", 4, FLAT)
    in_d.change_key(Key.parse("C").signature)
    assert in_d.expected("F", 4) == 0
