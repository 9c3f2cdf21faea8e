"""The model card: what a model learned from, what it is worth, and what it is not for; every figure out of a report.

Source for what a card says: Mitchell and others, "Model Cards for Model Reporting" (FAT* 2019).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tunesmith.analysis.origin import LONG
from tunesmith.analysis.statistics import STATISTICS
from tunesmith.corpus.catalogue import record_of
from tunesmith.errors import RequestError
from tunesmith.reporting.card_words import LIMITS, READINGS, USES
from tunesmith.reporting.wording import PARTS, called, figure, predicted, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tunesmith.corpus.catalogue import SourceRecord
    from tunesmith.evaluation.breakdown import Breakdown
    from tunesmith.evaluation.report import ModelFacts, Report

__all__ = ["card"]

SETTINGS = (
    "embedding", "hidden", "layers", "dropout", "bearings", "batch", "chunk", "optimizer", "rate", "schedule", "epochs",
)  # fmt: skip


def card(report: Report) -> str:
    """Write the card of the model that was judged, in Markdown; RequestError if the report is of no model."""
    if report.model is None or report.real is None:
        raise RequestError("a model card needs a model, and real tunes to judge it against")
    sections = {
        "Data": data(report.model.record),
        "Splits": splits(report.model.record),
        "Training": training(report.model),
        "Figures": figures(report),
        "What it is for, and what not": USES,
        "Limits": "\n\n".join([LIMITS, *readings(report.model), beyond(report)]),
    }
    parts = [introduction(report.model), *(f"## {title}\n\n{text}" for title, text in sections.items())]
    return "\n\n".join(parts) + "\n"


def introduction(model: ModelFacts) -> str:
    """What the model is."""
    return (
        f"# {called(model.name)}\n\n"
        f"A character-level LSTM that composes folk tunes in ABC notation: {model.layers} layers of {model.hidden} "
        f"units, {model.parameters:,} weights. Fingerprint of its file: `{model.fingerprint[:12]}`."
    )


def data(record: Mapping[str, Any]) -> str:
    """The sources with their licences, and what their terms are where more is to be said."""
    sources = record.get("corpus", {}).get("sources", {})
    known = {name: record_of(name) for name in sources}
    rows = [
        (known[name].title, f"{size['found']:,}", f"{size['kept']:,}", terms(known[name]))
        for name, size in sources.items()
    ]
    notes = {source.note: source.short for source in known.values() if source.note}
    said = [f"{short}: {note}" for note, short in notes.items()]
    return "\n\n".join([table(("source", "found", "kept", "licence and attribution"), rows), *said])


def terms(source: SourceRecord) -> str:
    """The licence of a source, and whom to name."""
    return "; ".join(words for words in (source.licence, source.attribution) if words)


def splits(record: Mapping[str, Any]) -> str:
    """How the tunes were divided."""
    found = record.get("corpus", {}).get("splits", {})
    rows = [
        (name, *(f"{size[kind]:,}" for kind in ("tunes", "families", "variants", "characters")))
        for name, size in found.items()
    ]
    return (
        "Settings of one tune, in whatever source and key, make a family, and no family is divided between splits. "
        "Only training tunes are transposed; a variant is a tune in one key.\n\n"
        + table(("split", "tunes", "families", "variants", "characters"), rows)
    )


def training(model: ModelFacts) -> str:
    """How it was trained, and what that took, the last run first."""
    record = model.record
    parts, run = [], record
    while run:
        parts.append(one_run(run, record.get("processes", 1)))
        run = run.get("start", {})
    versions = ", ".join(f"{name} {version}" for name, version in record.get("versions", {}).items())
    return "\n\nIt began with the weights of an earlier run: ".join(parts) + f"\n\nMade with {versions}."


def one_run(record: Mapping[str, Any], processes: int) -> str:
    """What one training run took, and how it was set."""
    settings, progress = record.get("training", {}), record.get("progress", {})
    cores = settings.get("workers", 1) * processes
    hours = progress.get("seconds", 0.0) / 3600
    shown = ", ".join(f"{name} {settings[name]}" for name in SETTINGS if name in settings)
    return (
        f"{progress.get('characters', 0):,} characters, {hours * cores:.1f} core hours "
        f"({hours:.2f} hours on {cores} cores of a processor, no accelerator). Settings: {shown}."
    )


def figures(report: Report) -> str:
    """All that was measured."""
    assert report.real is not None
    parts = [
        "Intervals are 95% confidence intervals by bootstrap over tunes. All figures are from",
        f"```\n{command(report)}\n```",
        *(f"### Likelihood: {found.sample}\n\n{likelihood(found)}" for found in report.likelihood),
        f"### Composed tunes beside real ones\n\n{asked_for(report)}\n\n{beside(report)}",
        f"### Told apart\n\n{told_apart(report)}",
        f"### As asked\n\n{asked(report)}",
    ]
    return "\n\n".join(parts)


def command(report: Report) -> str:
    """The command that gives the figures."""
    assert report.model is not None
    foretold = "".join(f" --foretell {found.sample}" for found in report.likelihood[1:])
    return (
        f"tunesmith report {called(report.model.name)} --against {report.likelihood[0].sample}{foretold} "
        f"--count {report.judged.tunes} --seed {report.seed} --temperature {report.temperature:g} "
        f"--best-of {report.best_of}{' --original' * report.original}{' --like' * report.like}"
    )


def asked_for(report: Report) -> str:
    """How the tunes were asked for, in words."""
    best = f"chosen by lot among {report.best_of}" if report.best_of > 1 else "the first that was drawn"
    best += ", without eight bars of a known tune" * report.original
    order = "as one of the real tunes is, in its meter, key, rhythm and form" if report.like else "with nothing asked"
    return f"Each composed tune was composed {order}, and is {best}; `tunesmith compose` gives the first that is drawn."


def likelihood(found: Breakdown) -> str:
    """How well the model foretells a sample."""
    rows = [(PARTS[name], *predicted(row)) for name, row in found.parts.items() if name != "end"]
    return table(("", "characters", "bits per character", "perplexity", "top-1", "top-5"), rows)


def beside(report: Report) -> str:
    """Validity, form and origin of the composed and the real tunes."""
    assert report.real is not None
    both = (report.judged, report.real)
    rows = [("tunes", *(f"{one.tunes:,}" for one in both))]
    for name in report.judged.validity.verdicts:
        found = [one.validity.verdicts[name] for one in both]
        rows.append((f"clean by {name}", *(figure(one.clean) if one else "not installed" for one in found)))
    rows.append(("tunes of different families, for the habits", *(f"{one.form.tunes:,}" for one in both)))
    for name, words in STATISTICS.items():
        rows.append((words, *(figure(one.form.habits[name], unit_of(name)) for one in both)))
    rows.append(
        ("share of a tune that stands in its nearest known one", *(figure(one.novelty.similarity) for one in both))
    )
    rows.append(("more alike to a known tune than by chance", *(figure(one.novelty.above_chance) for one in both)))
    rows.append((f"copied runs of {LONG:.0f} bars or more", *(figure(one.novelty.copied) for one in both)))
    return table(("", "composed", f"real ({report.real.name})"), rows)


def told_apart(report: Report) -> str:
    """The classifier two-sample test."""
    assert report.two_sample is not None
    found = report.two_sample
    rows = [
        (name, figure(area, "number"), figure(found.baseline[name], "number")) for name, area in found.areas.items()
    ]
    telling = ", ".join(f"{name} {value:+.2f}" for name, value in found.telling.items())
    return (
        "Area under the ROC curve of classifiers that learn to tell composed tunes from real ones; 0.5 is chance.\n\n"
        + table(("classifier", "composed from real", "real from real"), rows)
        + f"\n\nWhat tells most, in standard deviations: {telling}."
    )


def asked(report: Report) -> str:
    """The agreement with wishes."""
    rows = [(name, f"{found.tunes:,}", figure(found.share)) for name, found in report.control.items()]
    return table(("wish", "tunes", "as asked"), rows)


def readings(model: ModelFacts) -> list[str]:
    """What was found by reading tunes of this very model."""
    return [words for beginning, words in READINGS.items() if model.fingerprint.startswith(beginning)]


def beyond(report: Report) -> str:
    """In which habits the composed tunes are unlike real ones."""
    assert report.real is not None
    ours, real = report.judged.form.habits, report.real.form.habits
    names = [words for name, words in STATISTICS.items() if ours[name].value not in real[name]]
    if not names:
        return "In every habit that is measured, its tunes are within the real tunes' 95% intervals."
    return f"Beyond the real tunes' 95% intervals are: {', '.join(names)}."


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
