"""The header of a tune: fields, defaults, and text that is neither field nor music."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.errors import AbcError
from tunesmith.notation import Field, Tune


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


def test_a_field_goes_on_in_the_lines_after_it() -> None:
    tune = Tune.parse("X:1\nT:A title that\n+:goes on\n+: and on\nK:C\nCD|\nw:la\n+:la\n")
    assert tune.title == "A title that goes on and on"
    assert [e.value for e in tune.elements if isinstance(e, Field) and e.letter == "w"] == ["la la"]


@pytest.mark.parametrize("block", ["%%begintext\nK:A bad cabbage\n%%endtext\n", "%%beginps\nabc|\n%%endps\n"])
def test_blocks_of_text_are_neither_fields_nor_music(block: str) -> None:
    for text in (f"X:1\n{block}K:G\nABc|", f"X:1\nK:G\n{block}ABc|"):
        tune = Tune.parse(text)
        assert (str(tune.key), len(tune.bars), tune.problems) == ("G", 1, ())


def test_a_block_without_an_end_is_none() -> None:
    assert len(Tune.parse("X:1\nK:G\nABc|\n%%begintext\ndef|").bars) == 2


def test_music_before_a_late_key_is_read() -> None:
    tune = Tune.parse("X:1\nM:4/4\nL:1/4\nCDEF | GABc |\nK:G\nGABc | FGAB |]")
    assert [event.pitches[0] for event in tune.events()][-4:] == [66, 67, 69, 71]
    assert len(tune.events()) == 16
    assert tune.losses == ("no-key",)


def test_an_empty_line_in_the_header_ends_the_tune_and_says_so() -> None:
    with pytest.raises(AbcError, match="line 3, column 1: an empty line ends the tune here"):
        Tune.parse("X:1\nT:Blank\n\nM:4/4\nK:C\nCDEF|]")


def test_words_in_fields_are_as_people_read_them() -> None:
    tune = Tune.parse("X:1\nT:Caf\\'e \\AA 50\\% &eacute; % a comment\nC:Tom\\'as\nK:C\nC|")
    assert (tune.title, tune.value("C")) == ("Café Å 50% é", "Tomás")
