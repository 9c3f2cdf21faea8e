from __future__ import annotations

import re
from pathlib import Path

import matplotlib as mpl

from tunesmith.reporting import drawing
from tunesmith.reporting.corpus_charts import bars
from tunesmith.reporting.drawing import COLOURS, chart, colour

CSS = Path(drawing.__file__).parent / "templates" / "page.css"


def test_the_same_chart_is_the_same_text_whatever_the_settings_of_matplotlib() -> None:
    first = bars({"jig": 2, "reel": 1}, "rhythms")
    with mpl.rc_context({"font.size": 40, "svg.fonttype": "path", "axes.facecolor": "red"}):
        assert bars({"jig": 2, "reel": 1}, "rhythms") == first


def test_all_colours_are_variables_of_the_page_in_light_and_dark() -> None:
    with chart(500, 100, "all", "colours") as made:
        made.axes.bar(range(len(COLOURS)), 1, color=[colour(name) for name in COLOURS])
    assert not re.search(r"#[0-9a-f]{6}", made.svg)
    light, dark = CSS.read_text().split("@media (prefers-color-scheme: dark)")
    for name in COLOURS:
        assert f"var(--{name})" in made.svg
        assert f"--{name}: #" in light
        assert f"--{name}: #" in dark


def test_a_chart_has_nothing_that_can_clash_with_another_one_on_the_page() -> None:
    text = bars({"jig": 2, "reel": 1}, "rhythms")
    assert not re.search(r"\bid=|<style|xmlns|url\(|<use", text)
