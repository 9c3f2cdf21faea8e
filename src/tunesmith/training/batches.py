"""The three forms of a batch: a stream that carries the state, buckets of like length, and plain padding.

Shapes: T characters in a row, B lanes or tunes side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import torch

from tunesmith.corpus.vocabulary import PAD
from tunesmith.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from tunesmith.training.config import TrainingConfig
    from tunesmith.training.texts import Text

__all__ = ["Batch", "Batches", "Stream", "Tunes", "arrange"]

POOL = 64  # batches among which tunes are sorted by length


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Characters and what is to be foretold after each, (T, B) int64; `carried` if the state goes on from the last."""

    inputs: torch.Tensor  # T, B
    targets: torch.Tensor  # T, B
    carried: bool

    @property
    def real(self) -> int:
        """The positions that count."""
        return int((self.targets != PAD).sum())

    def columns(self, part: int, parts: int) -> Batch:
        """The lanes or tunes of one of `parts` equal shares."""
        share = slice(part * self.inputs.shape[1] // parts, (part + 1) * self.inputs.shape[1] // parts)
        return Batch(self.inputs[:, share].contiguous(), self.targets[:, share].contiguous(), self.carried)


class Batches(Protocol):
    """The batches of one epoch in order, each for all processes together."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> Batch: ...


class Stream:
    """All tunes in a row, cut into B lanes that are read side by side, T characters a batch; nothing is padded.

    What is left over at the end, less than T characters a lane, is not read in this epoch.
    """

    def __init__(self, texts: Sequence[Text], lanes: int, chunk: int) -> None:
        inputs = np.concatenate([text.numbers for text in texts])
        targets = np.concatenate([text.targets for text in texts])
        length = (len(inputs) - 1) // lanes
        if length < chunk:
            raise TrainingError(
                f"{len(inputs):,} characters are too few for {lanes} lanes of {chunk}: lower batch or chunk"
            )
        self.chunk = chunk
        self.inputs = inputs[: lanes * length].reshape(lanes, length)
        self.targets = targets[1 : lanes * length + 1].reshape(lanes, length)

    def __len__(self) -> int:
        return self.inputs.shape[1] // self.chunk

    def __getitem__(self, index: int) -> Batch:
        span = slice(index * self.chunk, (index + 1) * self.chunk)
        return Batch(upright(self.inputs[:, span]), upright(self.targets[:, span]), carried=index > 0)


class Tunes:
    """B whole tunes a batch, each from a fresh state, padded to `width` or to the longest among them.

    Tunes are cut after `longest` characters; those that fill no batch at the end are not read in this epoch.
    """

    def __init__(self, texts: Sequence[Text], batch: int, longest: int, width: int = 0) -> None:
        if len(texts) < batch:
            raise TrainingError(f"{len(texts)} tunes are too few for batches of {batch}: lower batch")
        self.texts = texts
        self.batch = batch
        self.longest = longest
        self.width = width

    def __len__(self) -> int:
        return len(self.texts) // self.batch

    def __getitem__(self, index: int) -> Batch:
        texts = self.texts[index * self.batch : (index + 1) * self.batch]
        inputs = pad([text.numbers[: self.longest] for text in texts], self.width)
        targets = pad([text.targets[: self.longest] for text in texts], self.width)
        return Batch(upright(inputs[:, :-1]), upright(targets[:, 1:]), carried=False)


def arrange(texts: Iterable[Text], config: TrainingConfig, epoch: int, processes: int = 1) -> Batches:
    """Put the texts of an epoch into batches, each of `config.batch` for every process."""
    texts, batch = list(texts), config.batch * processes
    if config.form == "stream":
        return Stream(texts, batch, config.chunk)
    if config.form == "padded":
        return Tunes(texts, batch, config.longest, config.longest)
    order = bucket([len(text.numbers) for text in texts], batch, np.random.default_rng([config.seed, epoch, 1]))
    return Tunes([texts[place] for place in order], batch, config.longest)


def bucket(lengths: Sequence[int], batch: int, random: np.random.Generator) -> list[int]:
    """Order tunes so that those of one batch have like lengths, and batches of all lengths come in a random order."""
    pools = range(0, len(lengths), batch * POOL)
    batches = []
    for start in pools:
        places = sorted(range(start, min(start + batch * POOL, len(lengths))), key=lambda place: lengths[place])
        batches += [places[at : at + batch] for at in range(0, len(places), batch)]
    full = [places for places in batches if len(places) == batch]
    return [place for index in random.permutation(len(full)) for place in full[index]]


def pad(rows: Sequence[NDArray[np.uint8]], width: int) -> NDArray[np.uint8]:
    """Stack rows of unlike length, (B, T), with `<pad>` at the end."""
    padded = np.full((len(rows), max(width, *(len(row) for row in rows))), PAD, np.uint8)
    for place, row in enumerate(rows):
        padded[place, : len(row)] = row
    return padded


def upright(rows: NDArray[np.uint8]) -> torch.Tensor:
    """Turn (B, T) bytes into (T, B) whole numbers as torch looks them up."""
    return torch.from_numpy(np.ascontiguousarray(rows.T).astype(np.int64))
