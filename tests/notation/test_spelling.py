"""How single elements are written in the canonical spelling."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.notation import BarLine, Decoration, InlineField, Meter, Position, TupletMark
from tunesmith.notation.spelling import decoration_text, length_text, line_text, mark_text, meter_text, tuplet_text

HERE = Position(1, 1)


@pytest.mark.parametrize(
    ("length", "text"),
    [("1", ""), ("2", "2"), ("1/2", "/"), ("1/4", "/4"), ("3/2", "3/2"), ("7/4", "7/4"), ("12", "12")],
)
def test_lengths(length: str, text: str) -> None:
    assert length_text(Fraction(length)) == text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (BarLine("|", HERE), "|"),
        (BarLine("[|", HERE, double=True), "||"),
        (BarLine("||]", HERE, double=True), "|]"),
        (BarLine(":|]", HERE, closes=1, double=True), ":|"),
        (BarLine("||:", HERE, opens=1, double=True), "|:"),
        (BarLine(":||:", HERE, closes=1, opens=1, double=True), "::"),
        (BarLine("::|", HERE, closes=2, double=True), "::|"),
    ],
)
def test_bar_lines(line: BarLine, text: str) -> None:
    assert line_text(line) == text


def test_only_triplets_are_short() -> None:
    assert tuplet_text(TupletMark("(3", HERE, 3, 2, 3)) == "(3"
    assert tuplet_text(TupletMark("(2", HERE, 2, 3, 2)) == "(2:3:2"


def test_decorations() -> None:
    names = ["trill", "fermata", "accent", "no such thing", "segno"]
    assert [decoration_text(Decoration("?", HERE, name)) for name in names] == ["T", "!fermata!", "!>!", "", "S"]


def test_meters() -> None:
    assert [meter_text(Meter.parse(text)) for text in ("C", "C|", "6/8", "none")] == ["4/4", "2/2", "6/8", "none"]


@pytest.mark.parametrize(
    ("letter", "value", "text"),
    [
        ("K", "A minor", "[K:Amin]"),
        ("M", "C", "[M:4/4]"),
        ("Q", "1/4=90", "[Q:1/4=90]"),
        ("K", "Q", ""),
        ("P", "A", ""),
    ],
)
def test_fields(letter: str, value: str, text: str) -> None:
    assert mark_text(InlineField("", HERE, letter, value)) == text
