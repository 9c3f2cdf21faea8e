from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.reporting.drawn import shapes, words
from tunesmith.evaluation.intervals import ConfidenceInterval
from tunesmith.reporting.charts import diverging, dots, twins


def test_dots_are_where_their_values_are() -> None:
    text = dots(
        {"a": [(ConfidenceInterval(0.25, 0.0, 0.5), "ours"), (ConfidenceInterval(0.75, 0.5, 1.0), "real")]},
        (0.0, 1.0),
        "shares",
    )
    ours = sorted((one for one in shapes(text) if one.title == "a: 25.0%"), key=lambda one: one.width)
    real = sorted((one for one in shapes(text) if one.title == "a: 75.0%"), key=lambda one: one.width)
    assert [one.colour for one in (*ours, *real)] == ["main", "main", "mark", "mark"]
    (dot, reach), (other_dot, other_reach) = ours, real
    assert dot.middle == pytest.approx(reach.middle)
    assert other_dot.middle == pytest.approx(other_reach.middle)
    assert reach.right == pytest.approx(other_reach.left)
    assert {"25.0%", "75.0%", "a"} <= set(words(text))


def test_an_interval_ends_at_the_edge_of_its_axis() -> None:
    text = dots(
        {"a": [(ConfidenceInterval(0.2, 0.0, 0.6), "ours")], "b": [(ConfidenceInterval(0.5, 0.4, 1.0), "ours")]},
        (0.4, 1.0),
        "auc",
    )
    dot, reach = sorted((one for one in shapes(text) if one.title == "a: 20.0%"), key=lambda one: one.width)
    [other] = [one for one in shapes(text) if one.title == "b: 50.0%" and one.width > dot.width]
    assert dot.middle == reach.left == other.left


def test_histograms_are_shares_of_their_own_tunes() -> None:
    text = twins([0.01, 0.02, 0.06], [0.06], 0.05, "alike", [(0.07, "chance")])
    bars = [one for one in shapes(text) if ":" in one.title]
    assert [(one.title, one.colour) for one in bars] == [
        ("0.0%: 66.7%", "main"),
        ("5.0%: 33.3%", "main"),
        ("5.0%: 100.0%", "mark"),
    ]
    assert bars[1].height == pytest.approx(bars[2].height / 3, abs=0.1)
    assert {"chance", "alike"} <= set(words(text))


def test_a_histogram_of_one_sample_is_drawn_too() -> None:
    assert [one.title for one in shapes(twins([0.3], [], 0.05, "alike")) if ":" in one.title] == ["30.0%: 100.0%"]


def test_names_are_text_and_neither_markup_nor_mathematics() -> None:
    assert "<b> $x$" in words(dots({"<b> $x$": [(ConfidenceInterval(0, 0, 0), "ours")]}, (0, 1), "a"))
    assert "<b> $x$" in words(diverging({"<b> $x$": -1.0}, "a"))


@pytest.mark.parametrize("name", ["as asked: " + "key by ear and rhythm by meter, " * 3, "w" * 60])
def test_a_long_name_takes_more_lines_and_is_not_cut_off(name: str) -> None:
    drawn = dots({name: [(ConfidenceInterval(0.5, 0.4, 0.6), "ours")]}, (0, 1), "a")
    assert "".join("".join(words(drawn)).split()).count("".join(name.split())) == 1
    assert name not in words(drawn)
    assert all(shape.left >= 0 for shape in shapes(drawn))


def test_differences_lie_left_and_right() -> None:
    more, less = (one for one in shapes(diverging({"more": 2.0, "less": -1.0}, "differences"))[:2])
    assert (more.colour, less.colour) == ("main", "mark")
    assert less.right == pytest.approx(more.left)
    assert less.width == pytest.approx(more.width / 2, abs=0.1)


def test_a_chart_says_in_words_what_it_shows() -> None:
    root = ElementTree.fromstring(dots({"a": [(ConfidenceInterval(0.25, 0.0, 0.5), "ours")]}, (0.0, 1.0), "shares"))
    assert (root.get("role"), root.findtext("title")) == ("img", "shares")
    assert root.findtext("desc") == "a: 25.0% (0.0% to 50.0%)"
