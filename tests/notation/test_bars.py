"""Bars: what fills them, and which short ones are right."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.notation import Tune


def fills(music: str, meter: str = "4/4") -> list[str]:
    return [bar.fill for bar in Tune.parse(f"X:1\nM:{meter}\nL:1/8\nK:G\n{music}").bars]


@pytest.mark.parametrize(
    ("music", "expected"),
    [
        ("A8|B8|]", "full full"),
        ("A8|B4|c8|]", "full short full"),
        ("A8|B8c|]", "full over"),
        ("e2|A8|B6|]", "anacrusis full completion"),
        ("e2|A8|B7|]", "anacrusis full short"),
        ("e2|:A8|B6:|", "anacrusis full completion"),
        ("|:e2|A8|B6::f|A8|B7:|", "anacrusis full completion anacrusis full completion"),
        ("e2|A8|B6||f2|A8|B6|]", "anacrusis full completion anacrusis full completion"),
        ("e2|A8|B8||f2|A8|B6|]", "anacrusis full full anacrusis full completion"),
        ("|:e2|A8|1B6:|2B8|]", "anacrusis full completion full"),
        ("|:e2|A8|1B6:|2B6|]", "anacrusis full completion completion"),
        ("|:A8|B4|1c4:|2d4|]", "full completion completion completion"),
        ("A8|B4:|c4|d8|]", "full completion anacrusis full"),
        ("Z4|A8|]", "full full"),
    ],
)
def test_fill(music: str, expected: str) -> None:
    assert fills(music) == expected.split()


@pytest.mark.parametrize(
    ("music", "expected"),
    [
        ("A8|B8|]", [1, 2]),
        ("e2|A8|B6|]", [0, 1, 2]),
        ("|:e2|A8|B6::f2|A8|B6:|", [0, 1, 2, 3, 4, 5]),
        ("A9|B8|]", [1, 2]),
    ],
)
def test_bars_are_numbered_as_players_count(music: str, expected: list[int]) -> None:
    assert [bar.number for bar in Tune.parse(f"X:1\nM:4/4\nL:1/8\nK:G\n{music}").bars] == expected


def test_a_free_meter_fills_every_bar() -> None:
    assert fills("A3|B8c|]", "none") == ["full", "full"]


def test_the_meter_may_change() -> None:
    tune = Tune.parse("X:1\nM:4/4\nL:1/8\nK:G\nA8|[M:3/4]B6|c4[M:2/4]d2|e4|]")
    assert [bar.fill for bar in tune.bars] == ["full"] * 4
    assert [bar.capacity for bar in tune.bars] == [1, Fraction(3, 4), Fraction(3, 4), Fraction(1, 2)]


def test_bar_lines_in_a_row_are_one() -> None:
    tune = Tune.parse("X:1\nM:4/4\nK:G\nA8:|\n|:B8:|")
    line = tune.bars[0].closing
    assert line is not None
    assert (line.closes, line.opens, line.double) == (1, 1, True)
    assert tune.bars[1].opening == line


def test_endings_last_to_the_next_double_bar() -> None:
    tune = Tune.parse("X:1\nM:4/4\nK:G\n|:A8|1B8|c8:|2d8|e8||f8|]")
    assert [bar.endings for bar in tune.bars] == [(), (1,), (1,), (2,), (2,), ()]


def test_a_bar_knows_its_elements_and_duration() -> None:
    bar = Tune.parse('X:1\nM:6/8\nK:G\n|:"G"G3 B2d|]').bars[0]
    assert "".join(element.text for element in bar.elements) == '"G"G3 B2d'
    assert (bar.index, bar.duration, bar.capacity) == (0, Fraction(3, 4), Fraction(3, 4))


@pytest.mark.parametrize("line", [".|", "[|]", ":"])
def test_a_line_that_divides_a_full_bar_makes_two_halves_of_it(line: str) -> None:
    assert fills(f"CDEF{line}GABc|c8|]") == ["completion", "completion", "full"]
    assert fills(f"CDEF{line}GAB|c8|]")[0] == "anacrusis"
