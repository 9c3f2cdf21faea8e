"""How well the network predicts tunes that it does not learn from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from tunesmith.corpus.vocabulary import EOS, PAD
from tunesmith.model.lstm import cross_entropy
from tunesmith.training.batches import Batch, pad, upright

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lightning_fabric import Fabric

    from tunesmith.model.lstm import LSTM
    from tunesmith.training.texts import Text

__all__ = ["Validation", "validate", "validation_batches"]

LARGEST = 700.0  # nats whose exponential is still a number
TOGETHER = 1 << 15  # characters of a batch, padding included


@dataclass(frozen=True, slots=True)
class Validation:
    """Nats per character, and the share of characters that were the first guess, or among the first five."""

    nats: float
    top1: float
    top5: float
    characters: int

    @property
    def bits(self) -> float:
        """Bits per character."""
        return self.nats / math.log(2)

    @property
    def perplexity(self) -> float:
        """How many equally likely characters would be as uncertain; infinite above what a number can say."""
        return math.exp(self.nats) if self.nats < LARGEST else math.inf


def validation_batches(texts: Iterable[Text]) -> list[Batch]:
    """Whole tunes from fresh states, those of like length together; `<eos>` is not counted as a character."""
    rows = sorted(texts, key=len)
    batches, start = [], 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and (end + 1 - start) * len(rows[end]) <= TOGETHER:
            end += 1
        batches.append(whole(rows[start:end]))
        start = end
    return batches


def whole(texts: Sequence[Text]) -> Batch:
    """Pad tunes into one batch."""
    targets = upright(pad([text.targets for text in texts], 0)[:, 1:])
    targets[targets == EOS] = PAD
    fresh = torch.ones(len(texts), dtype=torch.bool)
    return Batch(upright(pad([text.symbols for text in texts], 0)[:, :-1]), targets, fresh)


@torch.no_grad()
def validate(network: LSTM, batches: Sequence[Batch], fabric: Fabric) -> Validation:
    """Score `network` on `batches`, with no dropout."""
    network.eval()
    sums = np.zeros(4)  # nats, first guesses, among five, characters
    for batch in batches:
        inputs, targets = batch.on(fabric.device)
        with fabric.autocast():
            logits, _ = network(inputs)
        hits = logits.topk(5, dim=-1).indices == targets.unsqueeze(-1)  # T, B, 5
        hits &= (targets != PAD).unsqueeze(-1)
        first, five = int(hits[..., 0].sum()), int(hits.sum())
        sums += (float(cross_entropy(logits, targets)), first, five, batch.real)
    network.train()
    nats, top1, top5 = (sums[:3] / sums[3]).tolist()
    return Validation(nats, top1, top5, int(sums[3]))
