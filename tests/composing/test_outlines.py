from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.composing.outlines import composable_form, composable_key, composable_meter, outline_of
from tunesmith.composing.request import Request
from tunesmith.grammar.outlines import PartOutline


def test_a_request_becomes_an_outline() -> None:
    outline = outline_of(Request(meter="6/8", key="Ador", form="AABB", bars=8, instrument="tin-whistle"), {})
    assert (outline.units, outline.meters) == ([Fraction(1, 8)], [(6, 8)])
    assert outline.keys == [("Ador", [0, 0, 0, 1, 0, 0, 0])]
    assert outline.parts == [PartOutline(8, 8, repeated=True)] * 2
    assert (outline.lowest, outline.highest, outline.chords) == (62, 83, False)


def test_what_a_request_leaves_open_is_open_in_its_outline() -> None:
    outline = outline_of(Request(), {})
    assert len(outline.meters) == 10
    assert len(outline.keys) == 6 * 9  # modes, and signatures from four flats to four sharps
    assert (outline.tempo, outline.pickup, outline.least_parts) == (None, None, 1)


def test_a_letter_that_comes_back_is_the_part_again() -> None:
    outline = outline_of(Request(form="AABA"), {})
    assert [(part.repeated, part.copy_of) for part in outline.parts] == [(True, None), (False, None), (False, 0)]


@pytest.mark.parametrize("form", ["aabb", "AAAB", "ABCDEFGHIJKLM", "A B"])
def test_forms_that_cannot_be_composed(form: str) -> None:
    with pytest.raises(ValueError, match="part"):
        composable_form(form)


@pytest.mark.parametrize("meter", ["none", "17/8"])
def test_meters_that_cannot_be_composed_in(meter: str) -> None:
    with pytest.raises(ValueError, match="at most two whole notes"):
        composable_meter(meter)


@pytest.mark.parametrize("key", ["none", "HP", "D ^c", "G clef=bass"])
def test_keys_that_cannot_be_composed_in(key: str) -> None:
    with pytest.raises(ValueError, match="a tonic and a mode"):
        composable_key(key)
