"""The input features of given texts, by the machine code that composes: for training, for scoring, and for tests.

Shapes: n characters, W rows of the embedding that are read with each, B readers, T characters that each reads.
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
    from tunesmith.model.readers import Readers, Texts

__all__ = ["InputEncoder"]

ENCODE_ALL, READ_ON, SURVEY_ALL = Native("encode_all"), Native("read_on"), Native("survey_all")


class InputEncoder:
    """Makes what a network, whose vocabulary is `symbols`, reads with each character of a text."""

    def __init__(self, config: NetworkConfig, symbols: Sequence[str]) -> None:
        self.spec = EncoderSpec.of(config, symbols)

    def symbols(self, text: NDArray[np.uint8], goals: NDArray[np.int32] | None = None) -> NDArray[np.int32]:
        """The rows of the embedding for each character of `text` (n,), encoded from its beginning; (n, W).

        `goals` (GOALS,) say where its parts are going; without them they are unknown.
        """
        symbols = np.zeros((len(text), self.spec.width), np.int32)
        memory = Memory.create(len(text) + 1)
        if goals is not None:
            memory.goals[:] = goals
        ENCODE_ALL(np.ascontiguousarray(text), self.spec, memory, symbols)
        return symbols

    def goals(self, text: NDArray[np.uint8]) -> NDArray[np.int32]:
        """What the parts of `text` (n,) come to, as `tunesmith.model.goal_features` has it; (GOALS,)."""
        memory = Memory.create(len(text) + 1)
        SURVEY_ALL(np.ascontiguousarray(text), self.spec, memory)
        return memory.goals

    def read(
        self,
        texts: Texts,
        readers: Readers,
        places: NDArray[np.int64],
        share: tuple[int, int],
        inputs: NDArray[np.int16],
        targets: NDArray[np.uint8],
    ) -> None:
        """Let a share of the readers read on from `places` (B,) into their columns of `inputs` and `targets`.

        Those are (T, B, W) and (T, B). The interpreter's lock is free meanwhile: threads may read shares at once.
        """
        READ_ON(texts, self.spec, readers, places, *share, inputs, targets)
