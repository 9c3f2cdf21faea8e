"""The report: everything that can be measured about a model, composed tunes or other tunes, in one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tunesmith.composing import Request
from tunesmith.errors import RequestError
from tunesmith.evaluation.breakdown import Breakdown, breakdown
from tunesmith.evaluation.control import ControlAgreement, control
from tunesmith.evaluation.form import FormFigures, form_figures
from tunesmith.evaluation.novelty import Novelty, novelty
from tunesmith.evaluation.samples import Sample, composed_sample
from tunesmith.evaluation.style import Distance, style_distances
from tunesmith.evaluation.two_sample import TwoSample, two_sample
from tunesmith.evaluation.validity import Validity, validity
from tunesmith.workers.sharing import ALONE, Workers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tunesmith.analysis.origin_index import OriginIndex
    from tunesmith.composing import Composer

__all__ = ["EvaluationReport", "Judged", "ModelFacts", "model_facts", "report"]

FEWEST = 10  # tunes of a sample


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Which model was judged: its file's fingerprint, its size, and what its training wrote down."""

    name: str
    fingerprint: str
    parameters: int
    layers: int
    hidden: int
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is measured of any sample by itself."""

    name: str
    tunes: int
    validity: Validity
    form: FormFigures
    novelty: Novelty


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """What was measured of a sample, of the `real` tunes that it is judged against, and of both together.

    `model`, `likelihood` (one for every sample of real tunes) and `control` are there where a model was judged;
    `real`, `style` and `two_sample` where there were tunes to judge against.
    """

    judged: Judged
    real: Judged | None
    seed: int
    temperature: float | None
    best_of: int
    original: bool
    like: bool
    model: ModelFacts | None
    likelihood: tuple[Breakdown, ...]
    style: dict[str, Distance]
    two_sample: TwoSample | None
    control: dict[str, ControlAgreement]


def report(
    subject: Composer | Sample,
    against: Sample | None = None,
    *,
    request: Request | None = None,
    count: int = 500,
    like: bool = False,
    each: int = 10,
    seed: int = 0,
    texts: tuple[Sample, ...] = (),
    index: OriginIndex | None = None,
    workers: Workers = ALONE,
    progress: Callable[[str], None] = lambda _: None,
) -> EvaluationReport:
    """Judge a model, which composes `count` tunes as `request` has it, or a sample of tunes.

    With `like`, the model composes each tune in the meter, key, rhythm and form of a real one.

    A model predicts the tunes of `against` and of all `texts`, and composes `each` tunes for every request. Tunes are
    compared with the known ones of `index`, or of the one that ships with Tunesmith.
    RequestError if a sample has too few tunes with music.
    """
    if like and against is None:
        raise RequestError("must say which real tunes the composed ones are to be like", field="against")
    composer = None if isinstance(subject, Sample) else subject
    if composer and count < FEWEST:
        raise RequestError(f"must be at least {FEWEST}, not {count}", field="count", limits={"least": FEWEST})
    asked = request or Request()
    if isinstance(subject, Sample):
        sample = subject
    else:
        progress("composing")
        sample = composed_sample(subject, asked, count, seed, against if like else None)
    for one in (sample, *([against] if against else [])):
        if len(one.distinct) < FEWEST:
            raise RequestError(f"{one.name}: a report needs at least {FEWEST} different tunes with music in them")
    judged = _judged(sample, index, workers, progress)
    real = _judged(against, index, workers, progress) if against else None
    progress("comparing style")
    style = style_distances(sample.distinct, against.distinct, seed) if against else {}
    told = two_sample(sample.distinct, against.distinct, seed) if against else None
    if composer:
        progress("scoring and measuring control")
    scored = tuple(breakdown(composer, one) for one in (against, *texts) if one) if composer else ()
    return EvaluationReport(
        judged=judged,
        real=real,
        seed=seed,
        temperature=asked.temperature if composer else None,
        best_of=asked.best_of,
        original=asked.original,
        like=like,
        model=model_facts(composer) if composer else None,
        likelihood=scored,
        style=style,
        two_sample=told,
        control=control(composer, seed, each) if composer else {},
    )


def model_facts(composer: Composer) -> ModelFacts:
    """Name a model."""
    checkpoint = composer.checkpoint
    config = checkpoint.config
    return ModelFacts(
        name=composer.name,
        fingerprint=checkpoint.fingerprint,
        parameters=config.parameters,
        layers=config.layers,
        hidden=config.hidden,
        record=dict(checkpoint.record),
    )


def _judged(sample: Sample, index: OriginIndex | None, workers: Workers, progress: Callable[[str], None]) -> Judged:
    progress(f"checking {sample.name}")
    valid = validity(sample, workers)
    progress(f"measuring {sample.name}")
    form = form_figures(sample.distinct)
    progress(f"looking up {sample.name}")
    return Judged(sample.name, len(sample), valid, form, novelty(sample.readable, index, workers))
