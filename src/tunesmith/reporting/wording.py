"""Figures with their intervals, as people read them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from tunesmith.analysis.statistics import STATISTICS
from tunesmith.evaluation.form import COUNTED

if TYPE_CHECKING:
    from tunesmith.evaluation.breakdown import Row
    from tunesmith.evaluation.intervals import ConfidenceInterval
    from tunesmith.evaluation.report import EvaluationReport

__all__ = ["PARTS", "Unit", "beyond", "called", "figure", "predicted", "unit_of", "written"]

Unit: TypeAlias = Literal["share", "number", "bits"]


PARTS = {"header": "header", "body": "body, given the header", "all": "all characters", "end": "end of the tune"}
"""What people call the parts of a tune that a network is judged by."""


def written(value: float, unit: Unit = "share") -> str:
    """One figure: a share as a percentage, a number with two places, bits with four."""
    return {"share": f"{value:.1%}", "number": f"{value:.2f}", "bits": f"{value:.4f}"}[unit]


def figure(interval: ConfidenceInterval, unit: Unit = "share") -> str:
    """A figure and its confidence interval, if it has one: a single tune has none."""
    if math.isnan(interval.low):
        return written(interval.value, unit)
    low, high = written(interval.low, unit), written(interval.high, unit)
    return f"{written(interval.value, unit)} ({low} to {high})"


def predicted(row: Row) -> tuple[str, ...]:
    """How well some characters are predicted: how many they are, bits per character, perplexity, top-1 and top-5."""
    characters, perplexity = f"{row.figures.characters:,}", f"{row.figures.perplexity:.3f}"
    return characters, figure(row.bits, "bits"), perplexity, figure(row.top1), figure(row.top5)


def beyond(report: EvaluationReport) -> list[str]:
    """The statistics, as people call them, in which what was judged is beyond the intervals of the real tunes."""
    if report.real is None:
        return []
    ours, real = report.judged.form.statistics, report.real.form.statistics
    return [words for name, words in STATISTICS.items() if ours[name].value not in real[name]]


def unit_of(statistic: str) -> Unit:
    """What a statistic of tunes is measured in."""
    return "number" if statistic in COUNTED else "share"


def called(model: str) -> str:
    """What people call a model: the name of its file, or of the folder of its run."""
    path = Path(model)
    return path.parent.name if path.stem == "model" and path.parent.name else path.stem
