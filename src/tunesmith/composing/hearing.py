"""The echoes of given texts, by the machine code that composes: for training, for scoring, and for tests.

Shapes: n characters, S echoes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tunesmith.composing.native import Native
from tunesmith.network.echoes import BARS, kinds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Ear"]

HEAR_ALL = Native("hear_all")


class Ear:
    """Tells what a network with `echoes`, whose vocabulary is `symbols`, is to read after each character of a text."""

    def __init__(self, echoes: Sequence[int], symbols: Sequence[str]) -> None:
        self.lags = np.array(echoes, np.int64)
        self.kinds = kinds_of(symbols)
        self.width = 1 + 2 * len(echoes)

    def symbols(self, text: NDArray[np.uint8]) -> NDArray[np.int32]:
        """The rows of the embedding for each character of `text` (n,), heard from its beginning; (n, 1 + 2S)."""
        runs, bars = np.zeros(len(text) + 1, np.int16), np.zeros(BARS, np.int32)
        symbols = np.zeros((len(text), self.width), np.int32)
        HEAR_ALL(np.ascontiguousarray(text), self.lags, self.kinds, runs, bars, symbols)
        return symbols
