from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.reporting.corpus_charts import bars, columns, grid, ribbon

SVG = "{http://www.w3.org/2000/svg}"
NAMES = st.text(st.characters(exclude_categories=["C"]), max_size=5)
COUNTS = st.dictionaries(NAMES, st.integers(1, 10**7), min_size=1, max_size=30)


def parsed(svg: str) -> ElementTree.Element:
    """The picture as a browser would read it; it fails where the text is no XML."""
    return ElementTree.fromstring(svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))


def sizes(svg: str, kind: str, side: str) -> list[float]:
    return [float(rect.get(side, "nan")) for rect in parsed(svg).iter(f"{SVG}rect") if rect.get("class") == kind]


def test_bars_are_as_long_as_their_counts_and_the_rest_is_summed_up() -> None:
    picture = bars({"jig": 400, "reel": 200, "polka": 100, "slide": 50}, most=2)
    jig, reel = sizes(picture, "bar", "width")
    assert jig == pytest.approx(2 * reel, abs=0.1)
    assert sizes(picture, "rest", "width") == [pytest.approx(jig * 150 / 400, abs=0.1)]
    assert "2 others" in picture
    assert "53.3%" in picture


def test_columns_are_as_high_as_their_counts_and_marks_are_named() -> None:
    picture = columns({0: 10, 50: 5, 200: 2}, 50, "characters", [(60, "median 60"), (240, "95% 240")])
    high, middle, low = sizes(picture, "bar", "height")
    assert high / middle == pytest.approx(2, abs=0.01)
    assert high / low == pytest.approx(5, abs=0.05)
    assert "median 60" in picture
    assert 'text-anchor="end">95% 240' in picture


def test_a_grid_has_a_cell_for_every_row_and_column() -> None:
    picture = grid({("major", "G"): 12_345, ("minor", "A"): 7}, ["major", "minor"], ["G", "D", "A"])
    assert len(sizes(picture, "cell", "width")) == 6
    assert "12.3k" in picture


def test_a_ribbon_is_divided_by_share() -> None:
    widths = [float(width) for width in re.findall(r' width="([\d.]+)"', ribbon({"full": 3, "short": 1}))]
    assert widths[0] == pytest.approx(3 * widths[1])


@given(COUNTS)
def test_any_names_make_a_picture(counts: dict[str, int]) -> None:
    for picture in (bars(counts), ribbon(counts)):
        assert parsed(picture).tag == f"{SVG}svg"


@given(st.dictionaries(st.integers(0, 40), st.integers(1, 10**6), min_size=1), st.sampled_from([1, 50]))
def test_any_histogram_makes_a_picture(counts: dict[int, int], step: int) -> None:
    columns_ = {value * step: count for value, count in counts.items()}
    assert len(sizes(columns(columns_, step, "x"), "bar", "height")) == len(counts)
