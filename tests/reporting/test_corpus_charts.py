from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.reporting.drawn import Shape, shapes, words
from tests.support.cases import cases
from tunesmith.reporting.corpus_charts import bars, columns, grid, ribbon

NAMES = st.text(st.characters(exclude_categories=["C"]), max_size=5)
COUNTS = st.dictionaries(NAMES, st.integers(1, 10**7), min_size=1, max_size=6)


def coloured(svg: str, colour: str) -> list[Shape]:
    return [one for one in shapes(svg) if one.colour == colour]


def test_bars_are_as_long_as_their_counts_and_the_rest_is_summed_up() -> None:
    text = bars({"jig": 400, "reel": 200, "polka": 100, "slide": 50}, "rhythms", most=2)
    jig, reel = coloured(text, "main")
    [rest] = coloured(text, "rest")
    assert jig.width == pytest.approx(2 * reel.width, abs=0.1)
    assert rest.width == pytest.approx(jig.width * 150 / 400, abs=0.1)
    assert {"2 others", "400 (53.3%)"} <= set(words(text))


def test_columns_are_as_high_as_their_counts_and_marks_are_named() -> None:
    text = columns({0: 10, 50: 5, 200: 2}, 50, "characters", [(60, "median 60"), (240, "95% 240")])
    high, middle, low = coloured(text, "main")
    assert (high.height / middle.height, high.height / low.height) == pytest.approx((2, 5), abs=0.05)
    assert [high.title, low.title] == ["0: 10", "200: 2"]
    assert {"median 60", "95% 240"} <= set(words(text))
    assert len(coloured(text, "mark")) == 2


def test_a_grid_has_a_cell_for_every_row_and_column() -> None:
    text = grid({("major", "G"): 12_345, ("minor", "A"): 7}, ["major", "minor"], ["G", "D", "A"], "keys")
    cells = coloured(text, "main") + coloured(text, "line")
    assert sorted(one.title for one in cells) == [
        "A major: 0", "A minor: 7", "D major: 0", "D minor: 0", "G major: 12,345", "G minor: 0",
    ]  # fmt: skip
    assert "12.3k" in words(text)


def test_a_ribbon_is_divided_by_share() -> None:
    full, short = shapes(ribbon({"full": 3, "short": 1}, "bars"))
    assert full.width == pytest.approx(3 * short.width)
    assert (full.title, full.colour, short.colour) == ("full: 3", "s0", "s1")


@cases(10)
@given(COUNTS)
@example({" ": 1})
@example({"jig ": 1, "\u3000": 2, "": 3})
def test_any_names_make_a_picture(counts: dict[str, int]) -> None:
    text = bars(counts, "names")
    read = {written.strip() for written in words(text)}  # white space around a name is nothing that one can read
    assert {name.strip() for name in counts} - {""} <= read
    assert len(coloured(text, "main")) == len(shapes(ribbon(counts, "names"))) == len(counts)


@cases(10)
@given(st.dictionaries(st.integers(0, 40), st.integers(1, 10**6), min_size=1, max_size=12), st.sampled_from([1, 50]))
def test_any_histogram_makes_a_picture(counts: dict[int, int], step: int) -> None:
    spaced = {value * step: count for value, count in counts.items()}
    assert len(coloured(columns(spaced, step, "x"), "main")) == len(counts)
