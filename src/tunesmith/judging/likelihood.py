"""How well a network foretells tunes: nats per character and hits, for the header, the body, and all.

Shapes: T characters in a row, B tunes side by side, H hidden, V characters. Numpy alone, in float32.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from tunesmith.corpus.vocabulary import BOS, EOS, PAD
from tunesmith.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.network.checkpoint import Checkpoint

__all__ = ["Figures", "Likelihood", "Scored", "likelihood", "score"]

KEY_LINE = re.compile(r"^K:[^\n]*\n?", re.MULTILINE)
TOGETHER = 128  # tunes side by side: enough for the matrix products, few enough for the cache
STRIDE = 32  # characters that all layers read before the next are read
PADDED = 600  # characters to which the literature that this is compared with pads or cuts every tune


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """One text with the price and the rank of each of its n characters, each given all before it.

    `nats` (n + 1,) and `ranks` (n + 1,) end with those of `<eos>`; rank 0 is the network's first guess. `body` is
    where the body begins: after the line with the first `K:`.
    """

    text: str
    nats: NDArray[np.float32]
    ranks: NDArray[np.uint8]
    body: int


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
    def of(cls, nats: NDArray[np.float32], ranks: NDArray[np.uint8]) -> Figures:
        """Average over characters; where there are none, nothing is foretold and nothing is missed."""
        if not len(nats):
            return cls(0, 0.0, 0.0, 1.0, 0.0, 0.0)
        mean = float(np.mean(nats, dtype=np.float64))
        top1, top5 = float(np.mean(ranks < 1)), float(np.mean(ranks < 5))
        return cls(len(nats), mean, mean / math.log(2), math.exp(mean), top1, top5)


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What a network is worth on some tunes.

    `header`, `body` (given the header) and `all` are over real characters; `end` is over the ends of the tunes.
    `padded` is the average over PADDED places of every tune, cut or padded, padding counted as a character that costs
    nothing: the way of the literature, which flatters. `unknown` counts characters that the network has no number for.
    """

    tunes: int
    header: Figures
    body: Figures
    all: Figures
    end: Figures
    padded: float
    unknown: dict[str, int]


def likelihood(checkpoint: Checkpoint, texts: Sequence[str]) -> Likelihood:
    """Score `texts` character for character, each from a fresh state, and average."""
    if not texts:
        raise RequestError("there is no tune to evaluate")
    scored = score(checkpoint, texts)
    unknown: Counter[str] = Counter()
    for text in texts:
        unknown.update(checkpoint.vocabulary.unknown(text))
    return Likelihood(
        tunes=len(scored),
        header=average([(tune, slice(0, tune.body)) for tune in scored]),
        body=average([(tune, slice(tune.body, len(tune.text))) for tune in scored]),
        all=average([(tune, slice(0, len(tune.text))) for tune in scored]),
        end=average([(tune, slice(len(tune.text), None)) for tune in scored]),
        padded=sum(float(tune.nats[: min(PADDED, len(tune.text))].sum()) for tune in scored) / (PADDED * len(scored)),
        unknown=dict(unknown.most_common()),
    )


def average(parts: Sequence[tuple[Scored, slice]]) -> Figures:
    """Average over a part of every text."""
    nats = np.concatenate([tune.nats[part] for tune, part in parts])
    return Figures.of(nats, np.concatenate([tune.ranks[part] for tune, part in parts]))


def score(checkpoint: Checkpoint, texts: Sequence[str]) -> list[Scored]:
    """Price every character of every text, each text from a fresh state after `<bos>`; in the order given."""
    network = Network(checkpoint)
    numbers = [np.concatenate([[BOS], checkpoint.vocabulary.encode(text), [EOS]]) for text in texts]
    order = sorted(range(len(texts)), key=lambda place: -len(numbers[place]))
    scored: dict[int, Scored] = {}
    for start in range(0, len(order), TOGETHER):
        places = order[start : start + TOGETHER]
        with threadpool_limits(1, "blas"):  # products this small lose more by sharing than they gain
            nats, ranks = network.price([numbers[place] for place in places])
        for column, place in enumerate(places):
            text, length = texts[place], len(numbers[place]) - 1
            scored[place] = Scored(text, nats[:length, column], ranks[:length, column], body_of(text))
    return [scored[place] for place in range(len(texts))]


def body_of(text: str) -> int:
    """Where the body of a tune begins; a text without a key is all header."""
    key = KEY_LINE.search(text)
    return key.end() if key else len(text)


class Network:
    """The network of a checkpoint, reading many texts side by side."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        weights, config = checkpoint.weights, checkpoint.config
        layers = range(config.layers)
        self.hidden = config.hidden
        self.inward = [np.ascontiguousarray(weights[f"lstm.weight_ih_l{layer}"].T) for layer in layers]
        self.onward = [np.ascontiguousarray(weights[f"lstm.weight_hh_l{layer}"].T) for layer in layers]
        self.bias = [weights[f"lstm.bias_ih_l{layer}"] + weights[f"lstm.bias_hh_l{layer}"] for layer in layers]
        self.embedding = weights["embedding.weight"]
        self.output = weights["embedding.weight" if config.tied else "output.weight"].T
        self.output_bias = weights["output.bias"]

    def price(self, numbers: Sequence[NDArray[np.uint8]]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Price texts from the longest to the shortest: nats (T, B) and ranks (T, B), unset beyond a text's end."""
        lengths = np.array([len(row) - 1 for row in numbers])
        padded = np.full((lengths[0] + 1, len(numbers)), PAD, np.uint8)  # T + 1, B
        for column, row in enumerate(numbers):
            padded[: len(row), column] = row
        nats = np.zeros((lengths[0], len(numbers)), np.float32)
        ranks = np.zeros((lengths[0], len(numbers)), np.uint8)
        state = np.zeros((2, len(self.bias), len(numbers), self.hidden), np.float32)
        for start in range(0, lengths[0], STRIDE):
            going = int((lengths > start).sum())
            end = min(start + STRIDE, lengths[0])
            logits = self.read(padded[start:end, :going], state[:, :, :going])
            found = price(logits, padded[start + 1 : end + 1, :going])
            nats[start:end, :going], ranks[start:end, :going] = found
        return nats, ranks

    def read(self, characters: NDArray[np.uint8], state: NDArray[np.float32]) -> NDArray[np.float32]:
        """Read characters (T, B) on from `state` (2, L, B, H), which moves on, and return logits (T, B, V)."""
        values = self.embedding[characters]  # T, B, E
        for layer, bias in enumerate(self.bias):
            gates = values @ self.inward[layer] + bias  # T, B, 4H
            values = recur(gates, self.onward[layer], state[0, layer], state[1, layer])  # T, B, H
        return np.asarray(values @ self.output + self.output_bias)


def recur(
    gates: NDArray[np.float32], onward: NDArray[np.float32], hidden: NDArray[np.float32], cell: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Run one layer over the input's share of its gates (T, B, 4H); `hidden` and `cell` (B, H) move on in place."""
    size = hidden.shape[1]
    outputs = np.empty((*gates.shape[:2], size), np.float32)
    for step, gate in enumerate(gates):
        gate += hidden @ onward
        opened = 0.5 + 0.5 * np.tanh(0.5 * gate)  # the logistic function, in the form that is fastest in numpy
        cell *= opened[:, size : 2 * size]
        cell += opened[:, :size] * np.tanh(gate[:, 2 * size : 3 * size])
        np.multiply(opened[:, 3 * size :], np.tanh(cell), out=hidden)
        outputs[step] = hidden
    return outputs


def price(logits: NDArray[np.float32], characters: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """The nats of `characters` (T, B) under `logits` (T, B, V), and how many others were thought likelier."""
    chosen = np.take_along_axis(logits, characters[..., None].astype(np.int64), axis=-1)  # T, B, 1
    total = np.exp(logits - logits.max(-1, keepdims=True)).sum(-1)
    nats = np.log(total) + logits.max(-1) - chosen[..., 0]
    return nats, (logits > chosen).sum(-1).astype(np.uint8)
