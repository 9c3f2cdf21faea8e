"""Candidates to learn from: tunes that the network composed itself, each with its advantage.

When a network learns from real tunes, all that it goes on from is right. When it composes, it goes on from characters
of its own, and where it drifts over a whole tune, the loss of no single character shows it. So it can also learn from
candidates, several for each request. The advantage of one is its share of the odds among them, as `composing.selection`
has odds, times their number, minus 1. A candidate with more of what real tunes have becomes more likely, and one with
less becomes less likely.

Source: Williams, "Simple Statistical Gradient-Following Algorithms" (1992), with the mean of a group as its baseline;
the odds are importance weights, normalised in each group.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.corpus.packed import PackedTune
from tunesmith.errors import TrainingError
from tunesmith.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tunesmith.corpus.packed import PackedCorpus

__all__ = ["SOURCE", "Candidate", "read_candidates", "with_candidates", "write_candidates"]

SOURCE = "candidates"
"""The source of candidates among those of a corpus: `--repeat candidates=3` reads each three times an epoch."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """The text of a composed tune as its network wrote it, its control lines, and its advantage."""

    text: str
    controls: tuple[str, ...]
    advantage: float


def write_candidates(file: Path, candidates: Sequence[Candidate]) -> None:
    """Write candidates as lines of JSON, compressed."""
    lines = (json.dumps([one.text, one.controls, round(one.advantage, 4)], ensure_ascii=False) for one in candidates)
    write_atomically(file, gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0))


def read_candidates(file: Path) -> list[Candidate]:
    """Read what `write_candidates` wrote; TrainingError if it is nothing of the kind."""
    try:
        rows = [json.loads(line) for line in gzip.decompress(file.read_bytes()).decode().splitlines()]
        found = [Candidate(str(text), tuple(map(str, lines)), float(advantage)) for text, lines, advantage in rows]
    except (OSError, EOFError, ValueError, TypeError) as error:
        raise TrainingError(f"{file}: holds no candidates: {error}") from error
    if not found:
        raise TrainingError(f"{file}: holds no candidates")
    return found


def with_candidates(
    corpus: PackedCorpus, candidates: Sequence[Candidate], strength: float
) -> tuple[PackedCorpus, NDArray[np.float32]]:
    """The corpus with the candidates after its tunes, in memory, and the weight of each of its variants (V,).

    A real tune has weight 1, a candidate its advantage times `strength`. TrainingError if a candidate has other groups
    of control lines than the corpus, or characters that its vocabulary lacks.
    """
    known = set(corpus.vocabulary.characters)
    groups = corpus.controls.shape[1]
    if any(len(one.controls) != groups or not known.issuperset(one.text) for one in candidates):
        raise TrainingError("the candidates are of a model with other characters or control lines than the corpus")
    lines = list(dict.fromkeys(chain.from_iterable(one.controls for one in candidates)))
    number = {line: len(corpus.control_offsets) - 1 + place for place, line in enumerate(lines)}
    texts = [one.text for one in candidates]
    tokens, offsets = joined(corpus, corpus.tokens, corpus.offsets, texts)
    control_tokens, control_offsets = joined(corpus, corpus.control_tokens, corpus.control_offsets, lines)
    names = [f"candidate {place}" for place in range(len(texts))]
    tunes = tuple(PackedTune(name, "", name, SOURCE, "", "", None, "") for name in names)
    grown = replace(
        corpus,
        tunes=corpus.tunes + tunes,
        tokens=tokens,
        offsets=offsets,
        tune=np.append(corpus.tune, np.arange(len(texts), dtype=np.int32) + len(corpus.tunes)),
        controls=np.vstack([corpus.controls, [[number[line] for line in one.controls] for one in candidates]]),
        control_tokens=control_tokens,
        control_offsets=control_offsets,
    )
    weights = np.ones(len(grown), np.float32)
    weights[len(corpus) :] = [strength * one.advantage for one in candidates]
    return grown, weights


def joined(
    corpus: PackedCorpus, tokens: NDArray[np.uint8], offsets: NDArray[np.int64], texts: Sequence[str]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Numbered characters with those of more `texts` after them, and where each text starts."""
    ends = offsets[-1] + np.cumsum([len(text) for text in texts])
    return np.concatenate([tokens, corpus.vocabulary.encode("".join(texts))]), np.concatenate([offsets, ends])
