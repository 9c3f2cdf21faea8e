"""What a network reads with every character: its own row of the embedding, and those of its input features.

Repeat features predict the next character and have a row for each. All others stand in FEATURES: a network reads some
of them, and `encode` writes their rows one after the other. These functions are written in the part of Python that
numba compiles; `tunesmith.inference.compiled` does so. Shapes: n characters, S lags of repeat features, F features, V
characters of the vocabulary, and W rows that are read with a character: 1 + 2S, and those of each feature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tunesmith.model.goal_features import ENDING, GOAL_ROWS, GOALS, encode_goals, survey
from tunesmith.model.position_features import POSITION_FEATURES, ROWS, encode_position
from tunesmith.model.position_reading import update_position
from tunesmith.model.position_state import STAND
from tunesmith.model.repeat_features import BARS, STRENGTHS, encode_repeats, kinds_of, update_matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.model.config import NetworkConfig

__all__ = [
    "END_TOLD",
    "FEATURES",
    "READS_GOALS",
    "READS_POSITION",
    "EncoderSpec",
    "InputFeature",
    "Memory",
    "code_points",
    "encode",
    "encode_all",
    "memory_of",
    "survey_all",
]


class InputFeature(NamedTuple):
    """What a network may read of a text besides its characters; it has some rows of the embedding for itself."""

    name: str
    rows: int  # of the embedding
    values: int  # how many of them are read with each character
    needs: str | None = None  # another feature, without which it cannot be


FEATURES = (
    InputFeature("goals", sum(GOAL_ROWS), len(GOAL_ROWS), needs="position"),
    InputFeature("position", sum(ROWS), POSITION_FEATURES),
)
"""All features, in the order of their rows; the last row that is read is that of the tonic."""
READS_GOALS, READS_POSITION = range(len(FEATURES))
END_TOLD = POSITION_FEATURES + len(GOAL_ROWS) - ENDING, sum(ROWS) + sum(GOAL_ROWS[ENDING:])
"""The goal of the end, counted from the end: the place among the rows that are read, and its first row."""


class EncoderSpec(NamedTuple):
    """Which features a network reads besides the characters, and what encoding them needs to know of a vocabulary."""

    lags: NDArray[np.int64]  # S: how many bars back each repeat feature looks, 0 for the longest match
    reads: NDArray[np.uint8]  # F: 1 for each of FEATURES that is read, else 0
    kinds: NDArray[np.uint8]  # V: what each character tells of bars
    points: NDArray[np.int32]  # V: code points

    @classmethod
    def of(cls, config: NetworkConfig, symbols: Sequence[str]) -> EncoderSpec:
        """The features of a network of this shape, whose vocabulary is `symbols`."""
        lags = np.array(config.repeat_lags, np.int64)
        reads = np.array([feature.name in config.features for feature in FEATURES], np.uint8)
        return cls(lags, reads, kinds_of(symbols), code_points(symbols))

    @property
    def width(self) -> int:
        """W."""
        others = sum(feature.values for feature, on in zip(FEATURES, self.reads, strict=True) if on)
        return 1 + 2 * len(self.lags) + others

    @property
    def padding(self) -> NDArray[np.int32]:
        """What is read where there is no text (W,)."""
        symbols = np.zeros(self.width, np.int32)
        encode(np.zeros(1, np.uint8), 0, self, Memory.create(1), symbols)
        return symbols


def code_points(symbols: Sequence[str]) -> NDArray[np.int32]:
    """The code point of each symbol of a vocabulary, 0 for the specials; shape (V,)."""
    return np.array([ord(symbol) if len(symbol) == 1 else 0 for symbol in symbols], np.int32)


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


def memory_of(memories: Any, text: Any) -> Any:
    """The memory of one text among those of many."""
    runs, bars, stand, goals = memories
    return runs[text], bars[text], stand[text], goals[text]


def encode(text: Any, at: int, encoder: Any, memory: Any, symbols: Any) -> None:
    """Take in `text[at]` (n,), and write what the network reads with it into `symbols` (W,); `at` goes up from 0."""
    lags, reads, kinds, points = encoder
    runs, bars, stand, goals = memory
    size, repeats = len(kinds), len(lags)
    if repeats > 0:
        update_matches(text, at, kinds, runs, bars)
    encode_repeats(text, at, lags, size, runs, bars, symbols)
    first, place = size + repeats * (size + STRENGTHS), 1 + 2 * repeats
    if reads[READS_POSITION]:
        update_position(text, at, points, stand)
    if reads[READS_GOALS]:
        encode_goals(stand, goals, first, symbols[place:])
        first, place = first + sum(GOAL_ROWS), place + len(GOAL_ROWS)
    if reads[READS_POSITION]:
        encode_position(stand, first, symbols[place:])


def encode_all(text: Any, encoder: Any, memory: Any, symbols: Any) -> Any:
    """Encode every character of `text` (n,) in turn, into `symbols` (n, W)."""
    for at in range(len(text)):
        encode(text, at, encoder, memory, symbols[at])
    return 0


def survey_all(text: Any, encoder: Any, memory: Any) -> Any:
    """Find the goals of the whole of `text` (n,) and leave them in the memory."""
    return survey(text, encoder.points, memory.stand, memory.goals)
