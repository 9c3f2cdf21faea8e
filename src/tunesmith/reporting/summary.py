"""The report on a screen: the figures that matter most, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from tunesmith.analysis.origin import LONG
from tunesmith.analysis.statistics import STATISTICS
from tunesmith.reporting.wording import figure, unit_of

if TYPE_CHECKING:
    from tunesmith.evaluation.report import EvaluationReport, Judged

__all__ = ["summary"]


def summary(report: EvaluationReport) -> Table:
    """The figures of what was judged, and of the real tunes beside them, with 95% confidence intervals."""
    table = Table(box=None)
    for name in ("", report.judged.name, report.real.name if report.real else ""):
        table.add_column(name, overflow="fold")  # a long name goes on in the next line
    ours = rows_of(report.judged)
    real = rows_of(report.real) if report.real else {}
    for name, value in ours.items():
        table.add_row(name, value, real.get(name, ""))
    if report.two_sample:
        for name, area in report.two_sample.areas.items():
            base = figure(report.two_sample.baseline[name], "number")
            table.add_row(f"distinguished by a {name}, AUC", figure(area, "number"), f"{base} real from real")
        for name, area in report.two_sample.full.items():
            table.add_row(f"from real tunes with full bars by a {name}, AUC", figure(area, "number"), "")
    for breakdown in report.likelihood:
        for name in ("header", "body", "all"):
            row = breakdown.parts[name]
            table.add_row(f"bits per character, {name}", figure(row.bits, "bits"), breakdown.sample)
    for name, agreement in report.control.items():
        table.add_row(f"as asked: {name}", figure(agreement.share), "")
    return table


def rows_of(judged: Judged) -> dict[str, str]:
    """The figures of one sample."""
    rows = {"tunes": f"{judged.tunes:,}"}
    for name, verdict in judged.validity.verdicts.items():
        rows[f"clean by {name}"] = figure(verdict.clean) if verdict else "not installed"
    for name, words in STATISTICS.items():
        rows[words] = figure(judged.form.statistics[name], unit_of(name))
    rows["most of a tune in a known one"] = figure(judged.novelty.similarity)
    rows["more alike than by chance"] = figure(judged.novelty.above_chance)
    rows[f"copied runs of {LONG:.0f} bars or more"] = figure(judged.novelty.copied)
    return rows
