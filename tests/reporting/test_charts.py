from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tunesmith.evaluation.intervals import Interval
from tunesmith.reporting.charts import diverging, dots, ticks, twins


def drawn(text: str, tag: str, kind: str = "") -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(text).iter(tag) if not kind or kind in one.get("class", "")]


def test_dots_stand_where_their_values_are() -> None:
    text = dots({"a": [(Interval(0.25, 0.0, 0.5), "ours"), (Interval(0.75, 0.5, 1.0), "real")]}, (0.0, 1.0))
    first, second = (float(dot.get("cx", "")) for dot in drawn(text, "circle"))
    reaches = [(float(line.get("x1", "")), float(line.get("x2", ""))) for line in drawn(text, "line", "reach")]
    assert reaches[0][0] < first < reaches[0][1] == reaches[1][0] < second < reaches[1][1]
    assert first - reaches[0][0] == pytest.approx(reaches[0][1] - first, abs=0.2)
    assert [one.text for one in drawn(text, "text", "count")] == ["25.0%", "75.0%"]


def test_histograms_share_out_their_own_tunes() -> None:
    text = twins([0.01, 0.02, 0.06], [0.06], 0.05, "alike", [(0.07, "chance")])
    words = [one.text for one in drawn(text, "title")]
    assert words == ["0.0%: 66.7%", "5.0%: 33.3%", "5.0%: 100.0%"]
    heights = [float(one.get("height", "")) for one in drawn(text, "rect")]
    assert heights[1] == pytest.approx(heights[2] / 3, abs=0.1)
    assert "chance" in text


def test_a_histogram_of_one_sample_is_drawn_too() -> None:
    assert len(drawn(twins([0.3], [], 0.05, "alike"), "rect", "ours")) == 1


def test_names_are_text_and_not_markup() -> None:
    assert "&lt;b&gt;" in dots({"<b>": [(Interval(0, 0, 0), "ours")]}, (0, 1))
    assert "&lt;b&gt;" in diverging({"<b>": -1.0})


def test_differences_lie_left_and_right() -> None:
    more, less = drawn(diverging({"more": 2.0, "less": -1.0}), "rect")
    assert (more.get("class"), less.get("class")) == ("ours", "real")
    assert float(less.get("x", "")) < float(more.get("x", ""))
    assert float(less.get("width", "")) == pytest.approx(float(more.get("width", "")) / 2, abs=0.1)


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [(0, 1, 8, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0.43, 1.0, 5, [0.6, 0.8, 1.0]), (0, 17, 8, [0, 5, 10, 15])],
)
def test_ticks_are_round(low: float, high: float, most: float, expected: list[float]) -> None:
    assert ticks(low, high, most) == expected
