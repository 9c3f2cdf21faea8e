from __future__ import annotations

import pytest

from tunesmith.notation.barlines import bar_line
from tunesmith.notation.elements import Position


@pytest.mark.parametrize(
    ("text", "closes", "opens", "double"),
    [
        ("|", 0, 0, False), ("||", 0, 0, True), ("|]", 0, 0, True), ("[|", 0, 0, True), ("|:", 0, 1, True),
        (":|", 1, 0, True), ("::", 1, 1, True), (":|:", 1, 1, True), (":||:", 1, 1, True), ("|::", 0, 2, True),
        ("::|", 2, 0, True), (":::", 1, 1, True), ("::::", 2, 2, True), (".|", 0, 0, False), ("[|]:|", 1, 0, True),
    ],
)  # fmt: skip
def test_colons_close_and_open_repeats(text: str, closes: int, opens: int, double: bool) -> None:
    line = bar_line(text, Position(1, 1))
    assert (line.closes, line.opens, line.double) == (closes, opens, double)
    assert (line.text, line.dotted) == (text, text.startswith("."))


@pytest.mark.parametrize(("text", "invisible"), [("[|]", True), ("[|]:", False), ("[|]|", False), ("|", False)])
def test_a_bar_line_in_brackets_is_not_drawn_where_it_stands_alone(text: str, invisible: bool) -> None:
    assert bar_line(text, Position(1, 1)).invisible == invisible
