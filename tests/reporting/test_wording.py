from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest

from tunesmith.analysis.statistics import STATISTICS
from tunesmith.evaluation.breakdown import Row
from tunesmith.evaluation.intervals import ConfidenceInterval
from tunesmith.evaluation.likelihood import Figures
from tunesmith.reporting.wording import Unit, beyond, called, figure, predicted, unit_of, written

HALF = ConfidenceInterval(0.5, 0.25, 0.75)


@pytest.mark.parametrize(("unit", "text"), [("share", "12.3%"), ("number", "0.12"), ("bits", "0.1235")])
def test_a_figure_has_the_places_that_its_unit_wants(unit: Unit, text: str) -> None:
    assert written(0.12346, unit) == text


def test_a_figure_stands_with_its_interval() -> None:
    assert figure(HALF) == "50.0% (25.0% to 75.0%)"
    assert figure(HALF, "bits") == "0.5000 (0.2500 to 0.7500)"
    assert figure(ConfidenceInterval(1.5, math.nan, math.nan), "bits") == "1.5000"


def test_predictions_in_their_usual_order() -> None:
    row = Row(2, Figures(1200, 0.5, 0.7213, 1.6487, 0.5, 0.75), HALF, HALF, HALF)
    assert predicted(row) == ("1,200", figure(HALF, "bits"), "1.649", figure(HALF), figure(HALF))


@pytest.mark.parametrize(
    ("model", "name"),
    [("runs/flagship/model.safetensors", "flagship"), ("small.safetensors", "small"), ("model.safetensors", "model")],
)
def test_a_model_is_called_by_its_file_or_by_the_folder_of_its_run(model: str, name: str) -> None:
    assert called(model) == name


@pytest.mark.parametrize(("statistic", "unit"), [("range", "number"), ("aabb", "share"), ("parts", "number")])
def test_what_is_counted_is_a_number_and_all_else_a_share(statistic: str, unit: Unit) -> None:
    assert unit_of(statistic) == unit


def judged(**values: ConfidenceInterval) -> Any:
    return SimpleNamespace(form=SimpleNamespace(statistics=dict.fromkeys(STATISTICS, HALF) | values))


def test_a_statistic_is_beyond_where_it_lies_outside_the_interval_of_the_real_tunes() -> None:
    report: Any = SimpleNamespace(judged=judged(aabb=ConfidenceInterval(0.9, 0.1, 1.0)), real=judged())
    assert beyond(report) == [STATISTICS["aabb"]]
    report.real = None
    assert beyond(report) == []
