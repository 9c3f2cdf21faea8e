"""The report as one page of HTML that needs nothing from anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tunesmith.analysis.origin import LONG
from tunesmith.analysis.statistics import STATISTICS
from tunesmith.evaluation.form import COUNTED
from tunesmith.evaluation.intervals import ConfidenceInterval
from tunesmith.evaluation.measures import MEASURES
from tunesmith.reporting.charts import diverging, dots, twins
from tunesmith.reporting.templating import filled
from tunesmith.reporting.wording import PARTS, beyond, called, figure, predicted, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from tunesmith.evaluation.breakdown import Breakdown, Row
    from tunesmith.evaluation.report import EvaluationReport, Judged
    from tunesmith.reporting.charts import Kind, Marked

__all__ = ["page"]

MOST_FORMS = 8


def page(report: EvaluationReport) -> str:
    """Lay out a report."""
    model = called(report.model.name) if report.model else ""
    return filled(
        "report.html.j2",
        report=report,
        title=f"Tunes composed by {model}" if model else report.judged.name,
        title_of_model=model,
        shown=tiles(report),
        likelihoods=[likelihood(found) for found in report.likelihood],
        validity=validity(report),
        form=form(report),
        two_sample=two_sample(report),
        style=style(report),
        origin=origin(report),
        control=control(report),
    )


def samples(report: EvaluationReport) -> list[Judged]:
    """What was judged, and the real tunes if there are any."""
    return [report.judged, *([report.real] if report.real else [])]


def marked(intervals: Iterable[ConfidenceInterval]) -> list[Marked]:
    """An interval of each sample, in the order of `samples`."""
    kinds: tuple[Kind, ...] = ("ours", "real")
    return list(zip(intervals, kinds, strict=False))


def exactly(value: float) -> ConfidenceInterval:
    """A figure without an interval."""
    return ConfidenceInterval(value, value, value)


def tiles(report: EvaluationReport) -> list[tuple[str, str]]:
    """The figures that matter most."""
    judged = report.judged
    own = judged.validity.verdicts["tunesmith check"]
    shown = [(written(own.clean.value), "of the tunes without a fault") if own else ("", "")]
    if report.likelihood:
        body = report.likelihood[0].parts["body"]
        shown.insert(0, (f"{body.bits.value:.3f}", "bits per character of real tunes' bodies"))
    if report.two_sample:
        area = max(report.two_sample.areas.values(), key=lambda found: found.value)
        shown.append((f"{area.value:.3f}", "AUC, distinguished from real tunes; 0.5 is by chance"))
    return [
        *shown,
        (written(judged.form.statistics["tonic_cadence"].value), "end on the tonic"),
        (written(judged.novelty.similarity.value), "of a tune is in its nearest known one"),
        (written(judged.novelty.copied.value), f"have copied {LONG:.0f} bars or more"),
    ]


def likelihood(found: Breakdown) -> dict[str, Any]:
    """How well the model predicts a sample."""
    groups = {"rhythm": found.rhythms, "meter": found.meters}
    return {
        "sample": found.sample,
        "rows": [(PARTS[name], f"{row.tunes:,}", *predicted(row)) for name, row in found.parts.items()],
        "pictures": [
            (kind, bits_of(group, f"bits per character of {found.sample} by {kind}"))
            for kind, group in groups.items()
            if group
        ],
    }


def bits_of(group: Mapping[str, Row], title: str) -> Markup:
    """Bits per character for each name, on an axis that holds every interval, with some air."""
    low, high = min(row.bits.low for row in group.values()), max(row.bits.high for row in group.values())
    air = 0.06 * (high - low) or 0.05
    rows: dict[str, Sequence[Marked]] = {f"{name} ({row.tunes:,})": [(row.bits, "ours")] for name, row in group.items()}
    return dots(rows, (max(0.0, low - air), high + air), title, "number")


def validity(report: EvaluationReport) -> list[Sequence[str]]:
    """What the programs find."""
    both = samples(report)
    rows: list[Sequence[str]] = [
        ("can be read", *(figure(one.validity.readable) for one in both), ""),
        ("full bars", *(figure(one.validity.full_bars) for one in both), ""),
    ]
    for name, own in report.judged.validity.verdicts.items():
        found = [one.validity.verdicts[name] for one in both]
        most = ", ".join(f"{kind} ({count})" for kind, count in (own.complaints if own else {}).items())
        figures = (figure(one.clean) if one else "not installed" for one in found)
        rows.append((f"clean by {name}", *figures, most or "none"))
    return rows


def form(report: EvaluationReport) -> dict[str, Any]:
    """Statistics and forms."""
    both = samples(report)
    shares: dict[str, Sequence[Marked]] = {
        words: marked(one.form.statistics[name] for one in both)
        for name, words in STATISTICS.items()
        if name not in COUNTED
    }
    outside = beyond(report)
    counted = [
        (
            STATISTICS[name],
            [figure(one.form.statistics[name], "number") for one in both],
            "poor" if STATISTICS[name] in outside else "good",
        )
        for name in COUNTED
    ]
    forms: dict[str, Sequence[Marked]] = {
        letters: marked(exactly(one.form.forms.get(letters, 0.0)) for one in both)
        for letters in list(report.judged.form.forms)[:MOST_FORMS]
    }
    top = max((interval.value for row in forms.values() for interval, _ in row), default=1.0)
    words = "Statistics of the tunes."
    if report.real:
        words = "Within the real tunes' 95% intervals in every statistic."
    if outside:
        words = f"Beyond the real tunes' 95% intervals: {', '.join(outside)}."
    return {
        "words": words,
        "shares": dots(shares, (0.0, 1.0), "statistics of the tunes", wide=True),
        "counted": counted,
        "forms": dots(forms, (0.0, top), "forms"),
    }


def two_sample(report: EvaluationReport) -> dict[str, Markup]:
    """The charts of the classifier two-sample test."""
    found = report.two_sample
    if found is None:
        return {}
    rows: dict[str, Sequence[Marked]] = {
        name: [(area, "ours"), (found.baseline[name], "real")] for name, area in found.areas.items()
    }
    rows |= {f"{name}, from tunes with full bars": [(area, "ours")] for name, area in found.full.items()}
    return {
        "areas": dots(rows, (0.4, 1.0), "area under the ROC curve", "number"),
        "telling": diverging(found.telling, "differences in standard deviations"),
    }


def style(report: EvaluationReport) -> dict[str, Any]:
    """The distances in style."""
    overlaps: dict[str, Sequence[Marked]] = {
        MEASURES[name]: [(exactly(found.overlap), "ours"), (exactly(found.ceiling), "real")]
        for name, found in report.style.items()
    }
    rows = [
        (
            MEASURES[name],
            f"{found.divergence:.4f}",
            f"{found.floor:.4f}",
            f"{found.overlap:.3f}",
            f"{found.ceiling:.3f}",
        )
        for name, found in report.style.items()
    ]
    picture = dots(overlaps, (0.0, 1.0), "overlap in style", "number", wide=True) if overlaps else ""
    return {"overlaps": picture, "rows": rows}


def origin(report: EvaluationReport) -> dict[str, Any]:
    """How much of the tunes is known."""
    ours, real = report.judged.novelty, report.real.novelty if report.real else None
    chance, both = ours.chance, [one.novelty for one in samples(report)]
    return {
        "similarities": twins(
            ours.similarities,
            real.similarities if real else (),
            0.05,
            "share of a tune that is in its nearest known tune",
            [(chance.similarity, f"chance {chance.similarity:.0%}")],
        ),
        "runs": twins(
            ours.runs,
            real.runs if real else (),
            1.0,
            "longest copied run in bars",
            [(chance.run, f"chance {chance.run:.1f}"), (LONG, f"{LONG:.0f} bars")],
            "number",
        ),
        "rows": [
            ("share in the nearest known tune", *(figure(one.similarity) for one in both)),
            ("more alike than by chance", *(figure(one.above_chance) for one in both)),
            ("longest copied run, bars", *(figure(one.run, "number") for one in both)),
            (f"copied runs of {LONG:.0f} bars or more", *(figure(one.copied) for one in both)),
        ],
    }


def control(report: EvaluationReport) -> dict[str, Any]:
    """What was asked and what came."""
    shares: dict[str, Sequence[Marked]] = {
        f"{name} ({found.tunes:,})": [(found.share, "ours")] for name, found in report.control.items()
    }
    rows = [
        (name, f"{found.share.value:.1%}", ", ".join(f"{asked} {met:.0%}" for asked, met in found.requests.items()))
        for name, found in report.control.items()
    ]
    picture = dots(shares, (0.0, 1.0), "tunes that are as asked", wide=True) if shares else ""
    return {"shares": picture, "rows": rows}
