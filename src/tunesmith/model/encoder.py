"""What a network reads with every character: its row of the embedding, and those of repeats, goals and position.

These functions are written in the part of Python that numba compiles; `tunesmith.inference` does so. Shapes: n
characters, S repeat features, V characters of the vocabulary, and W rows that are read with a character: 1 + 2S, one
more for each goal where there are goals, and POSITION_FEATURES more, which come last, where there are any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tunesmith.model.goal_features import GOAL_ROWS, GOALS, encode_goals, survey
from tunesmith.model.position_features import POSITION_FEATURES, STAND, code_points, encode_position, update_position
from tunesmith.model.repeat_features import BARS, STRENGTHS, encode_repeats, kinds_of, update_matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.model.config import NetworkConfig

__all__ = ["EncoderSpec", "Memory", "encode", "encode_all", "survey_all"]


class EncoderSpec(NamedTuple):
    """Which features a network reads besides the characters, and what encoding them needs to know of a vocabulary."""

    lags: NDArray[np.int64]  # S: how many bars back each repeat feature looks, 0 for the longest match
    goals: int  # 1 where there are goals, else 0
    position_features: int  # 1 where there are position features, else 0
    kinds: NDArray[np.uint8]  # V: what each character tells of bars
    points: NDArray[np.int32]  # V: code points

    @classmethod
    def of(cls, config: NetworkConfig, symbols: Sequence[str]) -> EncoderSpec:
        """The features of a network of this shape, whose vocabulary is `symbols`."""
        told = int(config.goals), int(config.position_features)
        return cls(np.array(config.repeat_lags, np.int64), *told, kinds_of(symbols), code_points(symbols))

    @property
    def width(self) -> int:
        """W."""
        return 1 + 2 * len(self.lags) + len(GOAL_ROWS) * self.goals + POSITION_FEATURES * self.position_features

    @property
    def padding(self) -> NDArray[np.int32]:
        """What is read where there is no text (W,)."""
        symbols = np.zeros(self.width, np.int32)
        encode(np.zeros(1, np.uint8), 0, self, Memory.create(1), symbols)
        return symbols


class Memory(NamedTuple):
    """What is remembered of a text, and where it is going; only that needs setting up: 0 is unknown.

    For N texts, each array has one dimension more.
    """

    runs: NDArray[np.int16]  # n: for how long the text has been what it was that far before
    bars: NDArray[np.int32]  # BARS: where its last bars began
    stand: NDArray[np.int32]  # STAND: where it stands
    goals: NDArray[np.int32]  # GOALS: where it is going

    @classmethod
    def create(cls, length: int, *texts: int) -> Memory:
        """Room for `texts` (or one) of so many characters."""
        return cls(
            np.zeros((*texts, length), np.int16),
            np.zeros((*texts, BARS), np.int32),
            np.zeros((*texts, STAND), np.int32),
            np.zeros((*texts, GOALS), np.int32),
        )


def encode(text: Any, at: int, encoder: Any, memory: Any, symbols: Any) -> None:
    """Take in `text[at]` (n,), and write what the network reads with it into `symbols` (W,); `at` goes up from 0."""
    lags, told, position_features, kinds, points = encoder
    runs, bars, stand, goals = memory
    size, repeats = len(kinds), len(lags)
    if repeats > 0:
        update_matches(text, at, kinds, runs, bars)
    encode_repeats(text, at, lags, size, runs, bars, symbols)
    if position_features:
        update_position(text, at, points, stand)
        first, place = size + repeats * (size + STRENGTHS), 1 + 2 * repeats
        if told:
            encode_goals(stand, goals, first, symbols[place:])
            first, place = first + sum(GOAL_ROWS), place + len(GOAL_ROWS)
        encode_position(stand, first, symbols[place:])


def encode_all(text: Any, encoder: Any, memory: Any, symbols: Any) -> Any:
    """Encode every character of `text` (n,) in turn, into `symbols` (n, W)."""
    for at in range(len(text)):
        encode(text, at, encoder, memory, symbols[at])
    return 0


def survey_all(text: Any, encoder: Any, memory: Any) -> Any:
    """Find the goals of the whole of `text` (n,) and leave them in the memory."""
    return survey(text, encoder.points, memory.stand, memory.goals)
