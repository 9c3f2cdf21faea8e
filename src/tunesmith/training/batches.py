"""The three forms of a batch: a stream that carries the state, buckets of like length, and plain padding.

Shapes: T characters in a row, B lanes or tunes side by side, W rows read with a character, n characters of one tune, C
of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

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
    """Characters with what is heard, and what is to be foretold; where `fresh`, a tune begins and the state with it."""

    inputs: torch.Tensor  # T, B, W int64
    targets: torch.Tensor  # T, B int64
    fresh: torch.Tensor  # B bool

    @property
    def real(self) -> int:
        """The positions that count."""
        return int((self.targets != PAD).sum())

    def columns(self, part: int, parts: int) -> Batch:
        """The lanes or tunes of one of `parts` equal shares."""
        share = slice(part * len(self.fresh) // parts, (part + 1) * len(self.fresh) // parts)
        return Batch(self.inputs[:, share].contiguous(), self.targets[:, share].contiguous(), self.fresh[share])


class Batches(Protocol):
    """The batches of one epoch in order, each for all processes together."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> Batch: ...


class Stream:
    """All tunes in a row, read by B lanes from places that lie evenly apart, T characters a batch; nothing is padded.

    A lane carries its state on from batch to batch and from tune to tune. So that a network also knows how a tune
    begins from nothing, which is how it will be asked to compose, a lane breaks off before a batch with the chance
    `fresh` and goes on at the next beginning of a tune with no state. An epoch has as many batches as there are
    characters; what lanes leap over they make up for by reading into what the next lane began with.
    """

    def __init__(
        self, texts: Sequence[Text], lanes: int, chunk: int, fresh: float, random: np.random.Generator
    ) -> None:
        self.inputs = np.concatenate([text.symbols for text in texts])  # C, W
        self.targets = np.concatenate([text.targets for text in texts])
        size = len(self.inputs)
        if size < lanes * chunk:
            raise TrainingError(f"{size:,} characters are too few for {lanes} lanes of {chunk}: lower batch or chunk")
        self.chunk = chunk
        steps = size // (lanes * chunk)
        begins = np.cumsum([0, *map(len, texts)])  # the last is the first again
        self.fresh = random.random((steps, lanes)) < fresh
        self.fresh[0] = True
        self.places = np.empty((steps, lanes), np.int64)
        places = np.arange(lanes) * size // lanes
        for step in range(steps):
            places = np.where(self.fresh[step], begins[np.searchsorted(begins, places)], places) % size
            self.places[step] = places
            places = (places + chunk) % size

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, index: int) -> Batch:
        span = (self.places[index] + np.arange(self.chunk + 1)[:, None]) % len(self.inputs)  # T + 1, B
        inputs, targets = self.inputs[span[:-1]], self.targets[span[1:]]
        return Batch(numbers(inputs), numbers(targets), torch.from_numpy(self.fresh[index]))


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
        inputs = pad([text.symbols[: self.longest] for text in texts], self.width)
        targets = pad([text.targets[: self.longest] for text in texts], self.width)
        return Batch(upright(inputs[:, :-1]), upright(targets[:, 1:]), torch.ones(self.batch, dtype=torch.bool))


def arrange(texts: Iterable[Text], config: TrainingConfig, epoch: int, processes: int = 1) -> Batches:
    """Put the texts of an epoch into batches, each of `config.batch` for every process."""
    texts, batch = list(texts), config.batch * processes
    random = np.random.default_rng([config.seed, epoch, 1])
    if config.form == "stream":
        return Stream(texts, batch, config.chunk, config.fresh, random)
    if config.form == "padded":
        return Tunes(texts, batch, config.longest, config.longest)
    order = bucket(list(map(len, texts)), batch, random)
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


def pad(rows: Sequence[NDArray[Any]], width: int) -> NDArray[Any]:
    """Stack rows of unlike length, (B, T) or (B, T, W), with `<pad>` after the end, and no echo of anything."""
    padded = np.empty((len(rows), max(width, *(len(row) for row in rows)), *rows[0].shape[1:]), rows[0].dtype)
    padded[:] = rows[0][0]  # no text is there to echo before its first character
    padded.reshape(*padded.shape[:2], -1)[..., 0] = PAD
    for place, row in enumerate(rows):
        padded[place, : len(row)] = row
    return padded


def upright(rows: NDArray[Any]) -> torch.Tensor:
    """Turn (B, T, ...) into (T, B, ...)."""
    return numbers(np.ascontiguousarray(rows.swapaxes(0, 1)))


def numbers(symbols: NDArray[Any]) -> torch.Tensor:
    """Turn small numbers into such as torch looks them up by."""
    return torch.from_numpy(symbols.astype(np.int64))
