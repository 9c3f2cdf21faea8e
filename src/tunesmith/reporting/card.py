"""The model card: what a model learned from, how good it is, and what it is not for; every figure out of a report.

Source for what a card says: Mitchell and others, "Model Cards for Model Reporting" (FAT* 2019).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tunesmith.analysis.origin import LONG
from tunesmith.analysis.statistics import STATISTICS
from tunesmith.corpus.catalogue import record_of
from tunesmith.corpus.terms import TERMS, learned_from, terms_of
from tunesmith.errors import RequestError
from tunesmith.model.config import current_names
from tunesmith.reporting.readings import READINGS
from tunesmith.reporting.templating import filled
from tunesmith.reporting.wording import PARTS, beyond, called, figure, predicted, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tunesmith.corpus.catalogue import SourceRecord
    from tunesmith.evaluation.report import EvaluationReport, ModelFacts

__all__ = ["card"]

SETTINGS = (
    "embedding", "hidden", "layers", "dropout", "features", "batch", "chunk", "optimizer", "rate", "schedule", "epochs",
)  # fmt: skip


def card(report: EvaluationReport) -> str:
    """Write the card of the model that was judged, in Markdown; RequestError if the report is of no model."""
    if report.model is None or report.real is None:
        raise RequestError("a model card needs a model, and real tunes to judge it against")
    record = report.model.record
    return filled(
        "card.md.j2",
        report=report,
        model=report.model,
        title=called(report.model.name),
        offered=offered(record),
        **data(record),
        splits=splits(record),
        runs=runs(record),
        versions=", ".join(f"{name} {version}" for name, version in record.get("versions", {}).items()),
        command=command(report),
        likelihoods=[
            (found.sample, [(PARTS[name], *predicted(row)) for name, row in found.parts.items() if name != "end"])
            for found in report.likelihood
        ],
        beside=beside(report),
        **two_sample(report),
        asked=[(name, f"{found.tunes:,}", figure(found.share)) for name, found in report.control.items()],
        readings=readings(report.model),
        beyond=beyond(report),
    )


def offered(record: Mapping[str, Any]) -> str:
    """On which terms the model is offered, as a sentence."""
    found = terms_of(record)
    return f"This model is {TERMS[found]}." if found else "What this model learned from is not recorded, nor its terms."


def data(record: Mapping[str, Any]) -> dict[str, Any]:
    """The sources with their licences, what their terms are where more is to be said, and what was not read."""
    sizes = record.get("corpus", {}).get("sources", {})
    known = {name: record_of(name) for name in learned_from(record)}
    rows = [
        (source.title, f"{sizes[name]['found']:,}", f"{sizes[name]['kept']:,}", terms(source))
        for name, source in known.items()
    ]
    unread = list(dict.fromkeys(record_of(name).short for name in sizes if name not in known))
    notes = {source.note: source.short for source in known.values() if source.note}
    longest = {note: name for note, name in notes.items() if sum(other.startswith(note) for other in notes) == 1}
    return {"sources": rows, "notes": longest, "unread": unread}


def terms(source: SourceRecord) -> str:
    """The licence of a source, and whom to name."""
    return "; ".join(words for words in (source.licence, source.attribution) if words)


def splits(record: Mapping[str, Any]) -> list[Sequence[str]]:
    """How the tunes were divided."""
    kinds = ("tunes", "families", "variants", "characters")
    found = record.get("corpus", {}).get("splits", {})
    return [(name, *(f"{size[kind]:,}" for kind in kinds)) for name, size in found.items()]


def runs(record: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """What each training run took and how it was set, the last run first."""
    run = record
    while run:
        settings, progress = current_names(run.get("training", {})), run.get("progress", {})
        yield {
            "characters": progress.get("characters", 0),
            "hours": progress.get("seconds", 0.0) / 3600,
            "cores": settings.get("workers", 1) * record.get("processes", 1),
            "candidates": progress.get("candidates", 0),
            "strength": settings.get("strength"),
            "settings": ", ".join(f"{name} {in_words(settings[name])}" for name in SETTINGS if name in settings),
        }
        run = run.get("start", {})


def in_words(value: Any) -> str:
    """The value of a setting; several with commas, none as "none"."""
    return (" and ".join(value) or "none") if isinstance(value, tuple) else str(value)


def command(report: EvaluationReport) -> str:
    """The command that gives the figures."""
    assert report.model is not None
    more = "".join(f" --predict {found.sample}" for found in report.likelihood[1:])
    return (
        f"tunesmith report {called(report.model.name)} --against {report.likelihood[0].sample}{more} "
        f"--count {report.judged.tunes} --seed {report.seed} --temperature {report.temperature:g} "
        f"--best-of {report.best_of}{' --original' * report.original}{' --like' * report.like}"
    )


def beside(report: EvaluationReport) -> list[Sequence[str]]:
    """Validity, form and origin of the composed and the real tunes."""
    assert report.real is not None
    both = (report.judged, report.real)
    rows: list[Sequence[str]] = [("tunes", *(f"{one.tunes:,}" for one in both))]
    for name in report.judged.validity.verdicts:
        found = [one.validity.verdicts[name] for one in both]
        rows.append((f"clean by {name}", *(figure(one.clean) if one else "not installed" for one in found)))
    rows.append(("tunes of different families, for the statistics", *(f"{one.form.tunes:,}" for one in both)))
    for name, words in STATISTICS.items():
        rows.append((words, *(figure(one.form.statistics[name], unit_of(name)) for one in both)))
    novelty = [one.novelty for one in both]
    return [
        *rows,
        ("share of a tune that is in its nearest known one", *(figure(one.similarity) for one in novelty)),
        ("more alike to a known tune than by chance", *(figure(one.above_chance) for one in novelty)),
        (f"copied runs of {LONG:.0f} bars or more", *(figure(one.copied) for one in novelty)),
    ]


def two_sample(report: EvaluationReport) -> dict[str, Any]:
    """The classifier two-sample test."""
    assert report.two_sample is not None
    found = report.two_sample
    return {
        "areas": [
            (
                name,
                figure(area, "number"),
                figure(found.full[name], "number") if found.full else "",
                figure(found.baseline[name], "number"),
            )
            for name, area in found.areas.items()
        ],
        "telling": ", ".join(f"{name} {value:+.2f}" for name, value in found.telling.items()),
    }


def readings(model: ModelFacts) -> list[str]:
    """What was found by reading tunes of this very model."""
    return [words for beginning, words in READINGS.items() if model.fingerprint.startswith(beginning)]
