"""The three forms of a batch: a stream that carries the state, buckets of like length, and plain padding.

Shapes: T characters in a row, B lanes or tunes side by side, W rows read with a character, n characters of one tune.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import torch

from tunesmith.corpus.vocabulary import PAD
from tunesmith.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.training.config import TrainingConfig
    from tunesmith.training.texts import Reading

__all__ = ["Batch", "Batches", "Stream", "Tunes", "arrange"]

POOL = 64  # batches among which tunes are sorted by length


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Characters with their input features, and what to predict; where `fresh`, a tune begins and the state with it.

    `weights` says how much each position counts; without it each counts 1.
    """

    inputs: torch.Tensor  # T, B, W int16
    targets: torch.Tensor  # T, B uint8
    fresh: torch.Tensor  # B bool
    weights: torch.Tensor | None = None  # T, B float32

    @property
    def real(self) -> int:
        """The positions that count."""
        return int(np.count_nonzero(self.targets.numpy() != PAD))

    def columns(self, part: int, parts: int) -> Batch:
        """The lanes or tunes of one of `parts` equal shares."""
        if parts == 1:
            return self
        share = slice(part * len(self.fresh) // parts, (part + 1) * len(self.fresh) // parts)
        weights = None if self.weights is None else self.weights[:, share].contiguous()
        return Batch(
            self.inputs[:, share].contiguous(), self.targets[:, share].contiguous(), self.fresh[share], weights
        )

    def pinned(self) -> Batch:
        """The same where a GPU can fetch it while the processor goes on."""
        weights = None if self.weights is None else self.weights.pin_memory()
        return Batch(self.inputs.pin_memory(), self.targets.pin_memory(), self.fresh.pin_memory(), weights)

    def on(self, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
        """Inputs and targets on a device, in types that rows are looked up by: they travel in a quarter of that."""
        inputs, targets = (part.to(device, non_blocking=True) for part in (self.inputs, self.targets))
        return inputs.int(), targets.long()


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

    Only the order is kept: what a batch holds is put together and encoded when it is asked for, by `threads` threads.
    Batches may be asked for in any order; one after the other, each character is encoded once.
    """

    def __init__(
        self, reading: Reading, lanes: int, chunk: int, fresh: float, random: np.random.Generator, threads: int = 1
    ) -> None:
        size = reading.characters
        if size < lanes * chunk:
            raise TrainingError(f"{size:,} characters are too few for {lanes} lanes of {chunk}: lower batch or chunk")
        self.reading, self.chunk = reading, chunk
        self.readers = reading.readers(lanes)
        self.shares = [(lanes * part // threads, lanes * (part + 1) // threads) for part in range(threads)]
        self.pool = ThreadPoolExecutor(threads)
        steps = size // (lanes * chunk)
        begins = reading.texts.begins  # the last is the first again
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
        inputs, targets = self.reading.rows(self.chunk, len(self.fresh[index]))

        def read(share: tuple[int, int]) -> None:
            self.reading.encoder.read(self.reading.texts, self.readers, self.places[index], share, inputs, targets)

        list(self.pool.map(read, self.shares))
        weights = self.reading.weights_at(self.places[index] + np.arange(self.chunk)[:, None])
        return Batch(
            torch.from_numpy(inputs),
            torch.from_numpy(targets),
            torch.from_numpy(self.fresh[index]),
            None if weights is None else torch.from_numpy(weights),
        )


class Tunes:
    """B whole tunes a batch, each from a fresh state, padded to `width` or to the longest among them.

    Tunes are read in this `order` and cut after `longest` characters; those that fill no batch at the end are not read
    in this epoch.
    """

    def __init__(self, reading: Reading, order: Sequence[int], batch: int, longest: int, width: int = 0) -> None:
        if len(order) < batch:
            raise TrainingError(f"{len(order)} tunes are too few for batches of {batch}: lower batch")
        self.reading = reading
        self.order = order
        self.batch = batch
        self.longest = longest
        self.width = width

    def __len__(self) -> int:
        return len(self.order) // self.batch

    def __getitem__(self, index: int) -> Batch:
        texts = [self.reading[number] for number in self.order[index * self.batch : (index + 1) * self.batch]]
        inputs = pad([text.symbols[: self.longest] for text in texts], self.width)
        targets = pad([text.targets[: self.longest] for text in texts], self.width)
        return Batch(upright(inputs[:, :-1]), upright(targets[:, 1:]), torch.ones(self.batch, dtype=torch.bool))


def arrange(reading: Reading, config: TrainingConfig, epoch: int, processes: int = 1, threads: int = 1) -> Batches:
    """Put the texts of an epoch into batches, each of `config.batch` for every process, encoded by `threads`."""
    batch = config.batch * processes
    random = np.random.default_rng([config.seed, epoch, 1])
    if reading.weights is not None and config.form != "stream":
        raise TrainingError("candidates are read in a stream: choose --form stream")
    if config.form == "stream":
        return Stream(reading, batch, config.chunk, config.fresh, random, threads)
    if config.form == "padded":
        return Tunes(reading, range(len(reading)), batch, config.longest, config.longest)
    return Tunes(reading, bucket(reading.lengths.tolist(), batch, random), batch, config.longest)


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
    """Stack rows of unlike length, (B, T) or (B, T, W), with `<pad>` after the end, and no repeat features."""
    padded = np.empty((len(rows), max(width, *(len(row) for row in rows)), *rows[0].shape[1:]), rows[0].dtype)
    padded[:] = rows[0][0]  # before its first character a text has no repeats
    padded.reshape(*padded.shape[:2], -1)[..., 0] = PAD
    for place, row in enumerate(rows):
        padded[place, : len(row)] = row
    return padded


def upright(rows: NDArray[Any]) -> torch.Tensor:
    """Turn (B, T, ...) into (T, B, ...)."""
    return torch.from_numpy(np.ascontiguousarray(rows.swapaxes(0, 1)))
