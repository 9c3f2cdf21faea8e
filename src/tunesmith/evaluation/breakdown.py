"""Likelihood in detail: by part of the text, by rhythm and by meter, with intervals by bootstrap over tunes."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tunesmith.evaluation.intervals import ConfidenceInterval, ratio_interval, share_interval
from tunesmith.evaluation.likelihood import Figures, average, body_of
from tunesmith.evaluation.samples import readable
from tunesmith.inference.scoring import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing import Composer, ScoredText
    from tunesmith.evaluation.samples import Sample

__all__ = ["Breakdown", "Row", "breakdown"]

FEWEST = 10  # tunes of a rhythm or meter


@dataclass(frozen=True, slots=True)
class Row:
    """The figures over some tunes; `bits` is bits per character, `top1` and `top5` are shares."""

    tunes: int
    figures: Figures
    bits: ConfidenceInterval
    top1: ConfidenceInterval
    top5: ConfidenceInterval


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A network's likelihood on a sample: `parts` of the text, and all characters by rhythm and by meter."""

    sample: str
    parts: dict[str, Row]
    rhythms: dict[str, Row]
    meters: dict[str, Row]


def breakdown(composer: Composer, sample: Sample) -> Breakdown:
    """Score the texts of a sample, of which there must be some, as they stand."""
    scores = score(composer.checkpoint, sample.texts)
    bodies = [body_of(text) for text in sample.texts]
    everything = [slice(0, -1)] * len(sample)
    read = [readable(text) for text in sample.texts]
    meters = [str(tune.meter) if tune else None for tune in read]
    return Breakdown(
        sample=sample.name,
        parts={
            "header": row(scores, [slice(0, body) for body in bodies]),
            "body": row(scores, [slice(body, -1) for body in bodies]),
            "all": row(scores, everything),
            "end": row(scores, [slice(-1, None)] * len(sample)),
        },
        rhythms=grouped(scores, everything, sample.rhythms),
        meters=grouped(scores, everything, meters),
    )


def row(scores: Sequence[ScoredText], parts: Sequence[slice]) -> Row:
    """The figures over a part of every text."""
    nats = [score.nats[part] for score, part in zip(scores, parts, strict=True)]
    ranks = [score.ranks[part] for score, part in zip(scores, parts, strict=True)]
    sizes = [float(len(of_text)) for of_text in nats]
    return Row(
        tunes=len(scores),
        figures=average(scores, parts),
        bits=ratio_interval([float(of_text.sum()) / math.log(2) for of_text in nats], sizes),
        top1=share_interval([float((of_text < 1).sum()) for of_text in ranks], sizes),
        top5=share_interval([float((of_text < 5).sum()) for of_text in ranks], sizes),
    )


def grouped(scores: Sequence[ScoredText], parts: Sequence[slice], names: Sequence[str | None]) -> dict[str, Row]:
    """A row for each name that FEWEST tunes have, the most frequent first."""
    result = {}
    for name, count in Counter(names).most_common():
        if name is not None and count >= FEWEST:
            places = [place for place, other in enumerate(names) if other == name]
            result[name] = row([scores[place] for place in places], [parts[place] for place in places])
    return result
