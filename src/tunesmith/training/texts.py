"""What an epoch reads: every tune of the training split in a random order, a random key and random control lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.corpus.vocabulary import BOS, EOS, PAD
from tunesmith.inference.encoder import InputEncoder
from tunesmith.model.goal_features import FIELDS, GOALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tunesmith.corpus.packed import PackedCorpus
    from tunesmith.training.config import TrainingConfig

__all__ = ["Text", "epoch_texts", "plain_texts"]

KNOWN = 0.85
"""Of a tune whose goals are told, the chance of each kind of them: bars, last part, repeats, ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """One tune as the network reads it, `<bos>` control lines, tune, `<eos>`; `asked` says where the tune begins.

    `symbols` are its characters with all that is heard, as rows of the embedding; the first column is the characters.
    """

    symbols: NDArray[np.uint16]  # n, W
    asked: int

    def __len__(self) -> int:
        return len(self.symbols)

    @property
    def numbers(self) -> NDArray[np.uint8]:
        """The characters alone; shape (n,)."""
        return self.symbols[:, 0].astype(np.uint8)

    @property
    def targets(self) -> NDArray[np.uint8]:
        """What is to be foretold at each place; shape (n,). `<bos>` and the control lines are given, so `<pad>` there.

        Their price would only measure how often control lines are left out.
        """
        targets = self.numbers
        targets[: self.asked] = PAD
        return targets


def plain_texts(corpus: PackedCorpus, config: TrainingConfig) -> Iterator[Text]:
    """Every tune in its own key without control lines, as it is judged."""
    ear = ear_of(corpus, config)
    for variant in corpus.originals:
        yield text_of(ear, corpus.text(variant))


def epoch_texts(corpus: PackedCorpus, config: TrainingConfig, epoch: int) -> Iterator[Text]:
    """The tunes of one epoch; the same for the same seed and epoch, whatever was read before."""
    random = np.random.default_rng([config.seed, epoch])
    ear = ear_of(corpus, config)
    repeats = config.repeats()
    times = [repeats.get(tune.source, 1) for tune in corpus.tunes]
    first = np.append(corpus.originals, len(corpus))
    for tune in random.permutation(np.repeat(np.arange(len(corpus.tunes)), times)):
        keys = first[tune + 1] - first[tune] if config.transpose else 1
        variant = int(first[tune] + random.integers(keys))
        controls = [lines for lines in corpus.controls(int(tune)) if random.random() < config.controls]
        told = some_goals(ear.goals(corpus.text(variant)), random) if random.random() < config.told else None
        yield text_of(ear, corpus.text(variant), *controls, goals=told)


def ear_of(corpus: PackedCorpus, config: TrainingConfig) -> InputEncoder:
    """The ear of the network that is trained."""
    return InputEncoder(config.network(len(corpus.vocabulary)), corpus.vocabulary.idx_to_char)


def some_goals(goals: NDArray[np.int32], random: np.random.Generator) -> NDArray[np.int32]:
    """Leave out each kind of goals (GOALS,) now and then, so that none need be known."""
    bars, last, repeated, ends = random.random(4) < KNOWN
    shapes = goals[1::FIELDS]
    told = np.zeros(GOALS, np.int32)
    told[::FIELDS] = goals[::FIELDS] * bars
    told[1::FIELDS] = shapes // 3 * 3 * last + shapes % 3 * repeated
    told[2::FIELDS] = goals[2::FIELDS] * ends
    return told


def text_of(
    ear: InputEncoder, tune: NDArray[np.uint8], *controls: NDArray[np.uint8], goals: NDArray[np.int32] | None = None
) -> Text:
    """Join control lines and a tune, and listen to them; `goals` (GOALS,) are told with them."""
    numbers = np.concatenate([np.array([BOS], np.uint8), *controls, tune, np.array([EOS], np.uint8)])
    return Text(ear.symbols(numbers, goals).astype(np.uint16), asked=len(numbers) - len(tune) - 1)
