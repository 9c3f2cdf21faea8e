"""The header of a tune: fields, defaults, and text that is neither field nor music."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.notation import Tune


def test_fields() -> None:
    tune = Tune.parse("X:7 % seven\nT:The Silver Spear\nT:Another Name\nR: reel\nM:C|\nQ:1/4=100\nK:A Dorian\nA4|")
    assert tune.reference == 7
    assert tune.title == "The Silver Spear"
    assert tune.rhythm == "reel"
    assert (str(tune.meter), str(tune.key), str(tune.tempo)) == ("C|", "Ador", "1/4=100")
    assert [field.letter for field in tune.fields] == ["X", "T", "T", "R", "M", "Q", "K"]


def test_defaults() -> None:
    tune = Tune.parse("K:\nA4|")
    assert (tune.reference, tune.title, tune.rhythm, tune.tempo) == (None, None, None, None)
    assert (str(tune.meter), tune.unit, str(tune.key)) == ("none", Fraction(1, 8), "none")


@pytest.mark.parametrize(("meter", "unit"), [("2/4", Fraction(1, 16)), ("3/4", Fraction(1, 8))])
def test_the_unit_follows_the_meter(meter: str, unit: Fraction) -> None:
    assert Tune.parse(f"X:1\nM:{meter}\nK:G\nA|").unit == unit


def test_stray_text_in_the_header_is_no_music() -> None:
    tune = Tune.parse("X:1\nN:A long note that\ngoes on here, on page 3.\nK:G\nABc|")
    assert [problem.code for problem in tune.problems] == ["stray-text"]
    assert len(tune.bars) == 1


@pytest.mark.parametrize(
    ("header", "code"),
    [("X:1\nM:4/4\n", "no-key"), ("M:7/7\nK:C\n", "bad-meter"), ("L:0\nK:C\n", "bad-unit"), ("K:Q\n", "bad-key")],
)
def test_what_is_wrong_in_a_header(header: str, code: str) -> None:
    tune = Tune.parse(header + "ABc|")
    assert tune.losses == (code,)
