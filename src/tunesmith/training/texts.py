"""What an epoch reads: every tune of the training split in a random order, a random key and random control lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.corpus.packed import PackedCorpus
from tunesmith.corpus.vocabulary import PAD
from tunesmith.errors import TrainingError
from tunesmith.inference.encoder import InputEncoder
from tunesmith.model.readers import KINDS, Readers, Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tunesmith.training.config import TrainingConfig

__all__ = ["Reading", "Text", "encoder_of", "epoch_characters", "epoch_texts", "reading_of", "validation_texts"]

KNOWN = 0.85
"""Of a tune whose goals are told, the chance of each kind of them: bars, last part, repeats, ends."""
SYMBOL = np.int16
"""Rows of an embedding as they travel: half as large as any other number that every device can read."""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """One tune as the network reads it, `<bos>` control lines, tune, `<eos>`.

    `symbols` are its characters with their input features, as rows of the embedding; the first column is the
    characters. `targets` are what to predict at each place, `<pad>` for `<bos>` and the control lines, which are given:
    their loss would only measure how often control lines are left out.
    """

    symbols: NDArray[np.int16]  # n, W
    targets: NDArray[np.uint8]  # n

    def __len__(self) -> int:
        return len(self.symbols)

    @property
    def numbers(self) -> NDArray[np.uint8]:
        """The characters alone; shape (n,)."""
        return self.symbols[:, 0].astype(np.uint8)


@dataclass(frozen=True, eq=False)
class Reading:
    """Texts by reference, and the encoder of their features; a text is put together when it is asked for.

    `weights` says how much each text counts (N,); without it each counts 1.
    """

    encoder: InputEncoder
    texts: Texts
    weights: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.texts.tune)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The characters of each text."""
        return np.diff(self.texts.begins)

    @property
    def characters(self) -> int:
        """The characters of all texts."""
        return int(self.texts.begins[-1])

    def weights_at(self, places: NDArray[np.int64]) -> NDArray[np.float32] | None:
        """How much the characters at these places of the row of all texts count; the shape of `places`."""
        if self.weights is None:
            return None
        return self.weights[np.searchsorted(self.texts.begins, places % self.characters, side="right") - 1]

    def readers(self, count: int) -> Readers:
        """So many readers for these texts."""
        return Readers.create(count, int(self.lengths.max(initial=0)))

    def rows(self, length: int, columns: int) -> tuple[NDArray[np.int16], NDArray[np.uint8]]:
        """Room for the features that `columns` readers make of `length` characters, and for what to predict."""
        symbols = np.empty((length, columns, self.encoder.spec.width), SYMBOL)
        return symbols, np.empty((length, columns), np.uint8)

    def __iter__(self) -> Iterator[Text]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, number: int) -> Text:
        begin, end = map(int, self.texts.begins[number : number + 2])
        symbols, targets = self.rows(end - begin, 1)
        self.encoder.read(self.texts, Readers.create(1, end - begin), np.array([begin]), (0, 1), symbols, targets)
        return Text(symbols[:, 0], np.append(np.uint8(PAD), targets[:-1, 0]))


def validation_texts(corpus: PackedCorpus, config: TrainingConfig) -> Reading:
    """Every tune in its own key without control lines, as a validation reads it."""
    return reading(corpus, config, corpus.originals, np.zeros(len(corpus.tunes), np.int64))


def epoch_texts(
    corpus: PackedCorpus, config: TrainingConfig, epoch: int, weights: NDArray[np.float32] | None = None
) -> Reading:
    """The tunes of one epoch; the same for the same seed and epoch, whatever was read before.

    `weights` says how much each variant of the corpus counts (V,). TrainingError if every source is left out.
    """
    random = np.random.default_rng([config.seed, epoch])
    repeats = config.repeats()
    times = [repeats.get(tune.source, 1) for tune in corpus.tunes]
    if times and not any(times):
        raise TrainingError("repeat leaves out every source of the corpus: nothing is left to learn from")
    first = np.append(corpus.originals, len(corpus))
    tunes = random.permutation(np.repeat(np.arange(len(corpus.tunes)), times))
    keys = first[tunes + 1] - first[tunes] if config.transpose else np.ones(len(tunes), np.int64)
    variants = first[tunes] + random.integers(keys)
    controls = random.random((len(tunes), corpus.controls.shape[1])) < config.controls
    goals = (random.random((len(tunes), 1)) < config.told) & (random.random((len(tunes), KINDS)) < KNOWN)
    marks = np.hstack([goals, controls])
    texts = reading(corpus, config, variants, (marks << np.arange(marks.shape[1])).sum(1))
    return texts if weights is None else replace(texts, weights=weights[variants])


def epoch_characters(folder: Path, config: TrainingConfig) -> int:
    """The characters that the first epoch of a run on the packed corpus in `folder` reads."""
    return epoch_texts(PackedCorpus.open(folder, "train"), config, 0).characters


def reading(
    corpus: PackedCorpus,
    config: TrainingConfig,
    variants: NDArray[np.int64],
    told: NDArray[np.int64],
) -> Reading:
    """Texts of these variants, with what of each is `told`."""
    groups = corpus.controls[variants].astype(np.int64)
    lines = np.diff(corpus.control_offsets)[groups]
    stands = told[:, None] >> np.arange(KINDS, KINDS + groups.shape[1]) & 1
    lengths = 2 + np.diff(corpus.offsets)[variants] + (lines * stands).sum(1)
    begins = np.concatenate([[0], np.cumsum(lengths)])
    tokens, offsets = np.asarray(corpus.tokens), np.asarray(corpus.offsets)
    control_tokens, control_offsets = np.asarray(corpus.control_tokens), np.asarray(corpus.control_offsets)
    marks = variants, groups, told
    texts = Texts(tokens, offsets, control_tokens, control_offsets, *marks, begins)
    return Reading(encoder_of(config, len(corpus.vocabulary), corpus.vocabulary.idx_to_char), texts)


def encoder_of(config: TrainingConfig, size: int, symbols: Sequence[str]) -> InputEncoder:
    """The encoder of the network that is trained, for a vocabulary."""
    return InputEncoder(config.network(size), symbols)


def reading_of(encoder: InputEncoder, tunes: Iterable[NDArray[np.uint8]]) -> Reading:
    """Texts of these tunes alone, in this order."""
    tunes = list(tunes)
    numbers, offsets = np.arange(len(tunes)), np.cumsum([0, *map(len, tunes)])
    no_lines = np.zeros(0, np.uint8), np.zeros(1, np.int64)
    begins = offsets + 2 * np.arange(len(tunes) + 1)
    groups, told = np.zeros((len(tunes), 0), np.int64), np.zeros(len(tunes), np.int64)
    return Reading(encoder, Texts(np.concatenate(tunes), offsets, *no_lines, numbers, groups, told, begins))
