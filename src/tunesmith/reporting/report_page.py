"""The report as one page of HTML that needs nothing from anywhere else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tunesmith.analysis.origin import LONG
from tunesmith.analysis.statistics import STATISTICS
from tunesmith.evaluation.form import COUNTED
from tunesmith.evaluation.intervals import Interval
from tunesmith.evaluation.measures import MEASURES
from tunesmith.reporting.charts import diverging, dots, twins
from tunesmith.reporting.corpus_page import STYLE
from tunesmith.reporting.wording import PARTS, called, figure, predicted, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tunesmith.evaluation.breakdown import Breakdown, Row
    from tunesmith.evaluation.report import Report
    from tunesmith.reporting.charts import Marked

__all__ = ["page"]

EXTRA = """
svg .ours { fill: var(--main); } svg .real { fill: var(--mark); }
svg g.ours line.reach { stroke: var(--main); } svg g.real line.reach { stroke: var(--mark); }
svg line.reach { stroke-width: 3; stroke-linecap: round; opacity: .45; }
svg rect.real { opacity: .75; }
svg text.count { font-variant-numeric: tabular-nums; }
i.ours { background: var(--main); } i.real { background: var(--mark); }
.verdict { font-weight: 600; white-space: nowrap; } .good { color: var(--main); } .poor { color: var(--mark); }
.pair > section { margin: 9px 0; } svg + table { margin-top: 16px; }
.twin + table { margin-top: 16px; }
.twin { display: grid; grid-template-columns: 1fr 1fr; gap: 0 28px; margin-top: 8px; }
@media (max-width: 820px) { .twin, .pair { grid-template-columns: 1fr; } }
 a { color: var(--main); }
td { white-space: nowrap; } td.words { text-align: left; white-space: normal; }
h3 { font: 600 15px/1.3 Georgia, serif; margin: 18px 0 8px; }
footer { color: var(--soft); font-size: 13px; margin-top: 26px; }
"""


def page(report: Report) -> str:
    """Lay out a report."""
    title = f"Tunes composed by {called(report.model.name)}" if report.model else report.judged.name
    parts = [
        f"<h1>{escape(title)}</h1>",
        introduction(report),
        tiles(report),
        legend(report),
        *(likelihood_card(found) for found in report.likelihood),
        validity_card(report),
        form_cards(report),
        style_cards(report),
        origin_cards(report),
        control_card(report),
        colophon(report),
    ]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}{EXTRA}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def introduction(report: Report) -> str:
    """What was judged, and against what."""
    words = f"{report.judged.tunes:,} tunes"
    if report.model:
        words += f", composed at temperature {report.temperature:g} with the seeds from {report.seed:,} on, none chosen"
    if report.real:
        words += f", against {report.real.tunes:,} real tunes: {escape(report.real.name)}"
    return f"<p>{words}. Intervals are those in which 95% of bootstrap samples of the tunes fall.</p>"


def tiles(report: Report) -> str:
    """The figures that matter most."""
    judged = report.judged
    own = judged.validity.verdicts["tunesmith check"]
    shown = [(written(own.clean.value), "of the tunes without a fault") if own else ("", "")]
    if report.likelihood:
        body = report.likelihood[0].parts["body"]
        shown.insert(0, (f"{body.bits.value:.3f}", "bits per character of real tunes' bodies"))
    if report.two_sample:
        area = max(report.two_sample.areas.values(), key=lambda found: found.value)
        shown.append((f"{area.value:.3f}", "AUC, told from real tunes; 0.5 is by chance"))
    shown += [
        (written(judged.form.habits["tonic_cadence"].value), "end on the tonic"),
        (written(judged.novelty.similarity.value), "of a tune stands in its nearest known one"),
        (written(judged.novelty.copied.value), f"have copied {LONG:.0f} bars or more"),
    ]
    content = "".join(f'<div class="tile"><b>{value}</b><span>{name}</span></div>' for value, name in shown)
    return f'<div class="tiles">{content}</div>'


def legend(report: Report) -> str:
    """Which colour is which."""
    real = f'<span><i class="real"></i>{escape(report.real.name)}</span>' if report.real else ""
    return f'<div class="legend"><span><i class="ours"></i>{escape(report.judged.name)}</span>{real}</div>'


def likelihood_card(found: Breakdown) -> str:
    """How well the model foretells a sample."""
    head = ("", "tunes", "characters", "bits per character", "perplexity", "top-1", "top-5")
    rows = [(PARTS[name], f"{row.tunes:,}", *predicted(row)) for name, row in found.parts.items()]
    words = (
        "How well the model foretells real tunes that it has not seen, each from a fresh start, as they are written."
    )
    pictures = [
        f"<div><h3>Bits per character by {kind}</h3>{bits_of(group)}</div>"
        for kind, group in (("rhythm", found.rhythms), ("meter", found.meters))
        if group
    ]
    return card(
        f"Likelihood: {escape(found.sample)}", words, table(head, rows), f'<div class="twin">{"".join(pictures)}</div>'
    )


def bits_of(group: Mapping[str, Row]) -> str:
    """Bits per character for each name."""
    rows: dict[str, Sequence[Marked]] = {f"{name} ({row.tunes:,})": [(row.bits, "ours")] for name, row in group.items()}
    return dots(rows, span_of(rows), "number")


def span_of(rows: Mapping[str, Sequence[Marked]]) -> tuple[float, float]:
    """An axis that holds every interval, with some air."""
    low = min(interval.low for row in rows.values() for interval, _ in row)
    high = max(interval.high for row in rows.values() for interval, _ in row)
    air = 0.06 * (high - low) or 0.05
    return max(0.0, low - air), high + air


def validity_card(report: Report) -> str:
    """What the programs think."""
    samples = [report.judged, *([report.real] if report.real else [])]
    rows = [("can be read", *(figure(one.validity.readable) for one in samples), "")]
    rows.append(("full bars", *(figure(one.validity.full_bars) for one in samples), ""))
    for name in report.judged.validity.verdicts:
        found = [one.validity.verdicts[name] for one in samples]
        most = ", ".join(
            f"{escape(kind)} ({count})" for kind, count in (found[0].complaints if found[0] else {}).items()
        )
        rows.append(
            (f"clean by {name}", *(figure(one.clean) if one else "not installed" for one in found), most or "none")
        )
    head = ("", *(escape(one.name) for one in samples), "what is found, and in how many tunes")
    words = "The share of the tunes that each program has no word against, neither an error nor a warning."
    return card("Validity", words, table(head, rows, words=len(samples) + 1))


def form_cards(report: Report) -> str:
    """Habits and forms."""
    ours, real = report.judged.form, report.real.form if report.real else None
    shares: dict[str, Sequence[Marked]] = {
        words: both(ours.habits[name], real.habits[name] if real else None)
        for name, words in STATISTICS.items()
        if name not in COUNTED
    }
    counted = [
        (
            STATISTICS[name],
            figure(ours.habits[name], "number"),
            figure(real.habits[name], "number") if real else "",
            agrees(ours.habits[name], real.habits[name] if real else None),
        )
        for name in COUNTED
    ]
    forms: dict[str, Sequence[Marked]] = {
        form: [(exactly(share), "ours"), *([(exactly(real.forms.get(form, 0.0)), "real")] if real else [])]
        for form, share in list(ours.forms.items())[:8]
    }
    verdicts = [
        (STATISTICS[name], agrees(ours.habits[name], real.habits[name] if real else None))
        for name in STATISTICS
        if real
    ]
    outside = [name for name, verdict in verdicts if "poor" in verdict]
    words = "Habits of the tunes."
    if real:
        words = (
            "Within the real tunes' 95% intervals in every habit."
            if not outside
            else f"Beyond the real tunes' 95% intervals: {', '.join(outside)}."
        )
    top = max((interval.value for row in forms.values() for interval, _ in row), default=1.0)
    head = ("", escape(report.judged.name), escape(report.real.name) if report.real else "", "")
    return (
        card("Form", words, dots(shares, (0.0, 1.0), wide=True), table(head, counted))
        + f'<div class="pair">{card("Forms", "One letter for each part as it is played.", dots(forms, (0.0, top)))}'
        + f"{told_apart(report)}</div>"
    )


def both(ours: Interval, real: Interval | None) -> list[Marked]:
    """An interval of what was judged and that of the real tunes, if there are any."""
    return [(ours, "ours"), *([(real, "real")] if real else [])]


def exactly(value: float) -> Interval:
    """A figure without an interval."""
    return Interval(value, value, value)


def agrees(ours: Interval, real: Interval | None) -> str:
    """Whether a figure is within the interval of the real tunes."""
    if real is None:
        return ""
    kind, words = ("good", "within") if ours.value in real else ("poor", "beyond")
    return f'<span class="verdict {kind}">{words}</span>'


def told_apart(report: Report) -> str:
    """The classifier two-sample test."""
    found = report.two_sample
    if found is None:
        return ""
    rows: dict[str, Sequence[Marked]] = {name: both(area, found.baseline[name]) for name, area in found.areas.items()}
    words = (
        f"A classifier learns to tell {found.composed:,} tunes from {found.real:,} real ones by some seventy features, "
        "or by which note follows which; the area under its ROC curve is 0.5 where it can only guess. Beside it, real "
        "tunes against real tunes."
    )
    telling = "<h3>What tells most, in standard deviations</h3>" + diverging(found.telling)
    return card("Told apart by a machine", words, dots(rows, (0.4, 1.0), "number"), telling)


def style_cards(report: Report) -> str:
    """The distances in style."""
    if not report.style:
        return ""
    overlaps: dict[str, Sequence[Marked]] = {
        MEASURES[name]: both(exactly(found.overlap), exactly(found.ceiling)) for name, found in report.style.items()
    }
    head = ("", "divergence", "of real from real", "overlap", "of real with real")
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
    words = (
        "Distances among real tunes against distances from real to judged tunes: the area that both densities cover, "
        "and Kullback and Leibler's divergence in nats (Yang and Lerch 2018). One half of the real tunes against the "
        "other shows what can be reached."
    )
    return card("Distance in style", words, dots(overlaps, (0.0, 1.0), "number", wide=True), table(head, rows))


def origin_cards(report: Report) -> str:
    """How much of the tunes is known."""
    ours, real = report.judged.novelty, report.real.novelty if report.real else None
    chance = ours.chance
    alike = twins(
        ours.similarities,
        real.similarities if real else (),
        0.05,
        "share of a tune that stands in its nearest known tune",
        [(chance.similarity, f"chance {chance.similarity:.0%}")],
    )
    runs = twins(
        ours.runs,
        real.runs if real else (),
        1.0,
        "longest copied run in bars",
        [(chance.run, f"chance {chance.run:.1f}"), (LONG, f"{LONG:.0f} bars")],
        "number",
    )
    head = ("", escape(report.judged.name), escape(report.real.name) if report.real else "")
    rows = [
        ("share in the nearest known tune", figure(ours.similarity), figure(real.similarity) if real else ""),
        ("more alike than by chance", figure(ours.above_chance), figure(real.above_chance) if real else ""),
        ("longest copied run, bars", figure(ours.run, "number"), figure(real.run, "number") if real else ""),
        (f"copied runs of {LONG:.0f} bars or more", figure(ours.copied), figure(real.copied) if real else ""),
    ]
    words = (
        "Every tune against all tunes that the model learned from, in any key, meter and way of writing the rhythm. "
        f"Chance is what 95% of {chance.tunes:,} real tunes do not exceed with any tune that they are not related to."
    )
    copies = [
        (f"{copy.tune:,}", f"{copy.bars:.1f}", f"{copy.similarity:.0%}", linked(copy.words, copy.link))
        for copy in ours.longest
    ]
    longest = "<h3>The longest</h3>" + table(("tune", "bars", "alike", ""), copies, words=3)
    return card(
        "Origin", words, f'<div class="twin"><div>{alike}</div><div>{runs}</div></div>', table(head, rows), longest
    )


def linked(words: str, link: str | None) -> str:
    """Words with a link to the known tune."""
    return f'<a href="{escape(link)}">{escape(words)}</a>' if link else escape(words)


def control_card(report: Report) -> str:
    """What was asked and what came."""
    if not report.control:
        return ""
    rows: dict[str, Sequence[Marked]] = {
        f"{name} ({found.tunes:,})": [(found.share, "ours")] for name, found in report.control.items()
    }
    missed = [
        (
            escape(name),
            f"{found.share.value:.1%}",
            escape(", ".join(f"{wish} {met:.0%}" for wish, met in found.wishes.items())),
        )
        for name, found in report.control.items()
    ]
    words = "The share of the tunes that are what was asked for, one wish at a time."
    return card(
        "Control", words, dots(rows, (0.0, 1.0), wide=True), table(("", "as asked", "for each wish"), missed, words=2)
    )


def colophon(report: Report) -> str:
    """Which model it was."""
    if report.model is None:
        return ""
    model = report.model
    return (
        f"<footer>{escape(called(model.name))}: {model.parameters:,} weights, {model.layers} layers of {model.hidden}, "
        f"fingerprint {model.fingerprint[:12]}.</footer>"
    )


def card(title: str, words: str, *content: str) -> str:
    """One section of the page."""
    return f"<section><h2>{title}</h2><p>{words}</p>{''.join(content)}</section>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], words: int | None = None) -> str:
    """A table; the column `words` holds sentences rather than figures."""

    def cells(tag: str, values: Sequence[str]) -> str:
        return "".join(
            f"<{tag}{' class=words' if place == words else ''}>{value}</{tag}>" for place, value in enumerate(values)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<table><tr>{cells('th', head)}</tr>{body}</table>"
