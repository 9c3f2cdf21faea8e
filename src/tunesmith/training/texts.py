"""What an epoch reads: every tune of the training split in a random order, a random key and random control lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.corpus.vocabulary import BOS, EOS, PAD
from tunesmith.inference.encoder import InputEncoder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tunesmith.corpus.packed import PackedCorpus
    from tunesmith.training.config import TrainingConfig

__all__ = ["Text", "epoch_texts", "plain_texts"]


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
        yield text_of(ear, corpus.text(variant), *controls)


def ear_of(corpus: PackedCorpus, config: TrainingConfig) -> InputEncoder:
    """The ear of the network that is trained."""
    return InputEncoder(config.network(len(corpus.vocabulary)), corpus.vocabulary.idx_to_char)


def text_of(ear: InputEncoder, tune: NDArray[np.uint8], *controls: NDArray[np.uint8]) -> Text:
    """Join control lines and a tune, and listen to them."""
    numbers = np.concatenate([np.array([BOS], np.uint8), *controls, tune, np.array([EOS], np.uint8)])
    return Text(ear.symbols(numbers).astype(np.uint16), asked=len(numbers) - len(tune) - 1)
