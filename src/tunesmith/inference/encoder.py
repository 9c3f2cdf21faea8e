"""What a network hears of given texts, by the machine code that composes: for training, for scoring, and for tests.

Shapes: n characters, W rows of the embedding that are read with each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tunesmith.inference.native import Native
from tunesmith.model.encoder import EncoderSpec, Memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.model.config import NetworkConfig

__all__ = ["InputEncoder"]

ENCODE_ALL = Native("encode_all")


class InputEncoder:
    """Tells what a network, whose vocabulary is `symbols`, is to read after each character of a text."""

    def __init__(self, config: NetworkConfig, symbols: Sequence[str]) -> None:
        self.encoder = EncoderSpec.of(config, symbols)

    def symbols(self, text: NDArray[np.uint8]) -> NDArray[np.int32]:
        """The rows of the embedding for each character of `text` (n,), heard from its beginning; (n, W)."""
        symbols = np.zeros((len(text), self.encoder.width), np.int32)
        ENCODE_ALL(np.ascontiguousarray(text), self.encoder, Memory.create(len(text) + 1), symbols)
        return symbols
