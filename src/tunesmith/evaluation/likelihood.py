"""How well a network predicts tunes: nats per character and hits, for the header, the body, and all."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.errors import RequestError
from tunesmith.inference.scoring import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.inference.packed_weights import Precision
    from tunesmith.inference.scoring import ScoredText
    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["PADDED", "Figures", "Likelihood", "likelihood"]

KEY_LINE = re.compile(r"^K:[^\n]*\n?", re.MULTILINE)
PADDED = 600  # characters to which the literature that this is compared with pads or cuts every tune


@dataclass(frozen=True, slots=True)
class Figures:
    """The usual figures over some characters; `top1` and `top5` are shares from 0 to 1."""

    characters: int
    nats_per_character: float
    bits_per_character: float
    perplexity: float
    top1: float
    top5: float

    @classmethod
    def of(cls, nats: NDArray[np.float32], ranks: NDArray[np.int32]) -> Figures:
        """Average over characters; where there are none, nothing is predicted and nothing is missed."""
        if not len(nats):
            return cls(0, 0.0, 0.0, 1.0, 0.0, 0.0)
        mean = float(np.mean(nats, dtype=np.float64))
        top1, top5 = float(np.mean(ranks < 1)), float(np.mean(ranks < 5))
        return cls(len(nats), mean, mean / math.log(2), math.exp(mean), top1, top5)


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How well a network predicts some tunes.

    `header`, `body` (given the header) and `all` are over real characters; `end` is over the ends of the tunes.
    `padded` and `padded_top1` are over PADDED places of every tune, cut or padded, padding counted as characters that
    cost nothing and are guessed: a way of the literature, which flatters. `unknown` counts characters that the network
    has no number for.
    """

    tunes: int
    header: Figures
    body: Figures
    all: Figures
    end: Figures
    padded: float
    padded_top1: float
    unknown: dict[str, int]


def likelihood(checkpoint: Checkpoint, texts: Sequence[str], precision: Precision = "int8") -> Likelihood:
    """Score `texts` character for character, each from a fresh state, in the arithmetic of `precision`, and average."""
    if not texts:
        raise RequestError("there is no tune to evaluate")
    scores = score(checkpoint, texts, precision)
    bodies = [body_of(text) for text in texts]
    unknown: Counter[str] = Counter()
    for text in texts:
        unknown.update(checkpoint.vocabulary.unknown(text))
    return Likelihood(
        tunes=len(texts),
        header=average(scores, [slice(0, body) for body in bodies]),
        body=average(scores, [slice(body, -1) for body in bodies]),
        all=average(scores, [slice(0, -1)] * len(texts)),
        end=average(scores, [slice(-1, None)] * len(texts)),
        padded=sum(float(found.nats[:-1][:PADDED].sum()) for found in scores) / (PADDED * len(texts)),
        padded_top1=1 - sum(int((found.ranks[:-1][:PADDED] > 0).sum()) for found in scores) / (PADDED * len(texts)),
        unknown=dict(unknown.most_common()),
    )


def average(scores: Sequence[ScoredText], parts: Sequence[slice]) -> Figures:
    """Average over a part of every text."""
    nats = np.concatenate([score.nats[part] for score, part in zip(scores, parts, strict=True)])
    return Figures.of(nats, np.concatenate([score.ranks[part] for score, part in zip(scores, parts, strict=True)]))


def body_of(text: str) -> int:
    """Where the body of a tune begins; a text without a key is all header."""
    key = KEY_LINE.search(text)
    return key.end() if key else len(text)
