"""What a network makes of a text: the probabilities of every next character, and its state after each.

Shapes: n characters of the text, V of the vocabulary, L layers, H hidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.inference.encoder import InputEncoder
from tunesmith.inference.reference import Reference

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["Inspection", "inspect"]


@dataclass(frozen=True, slots=True, eq=False)
class Inspection:
    """A text as a network reads it; row k is what it has after `<bos>` and the first k characters.

    - `symbols` (n + 1, W): the rows of the embedding that it reads, the character first, then its input features
    - `log_probabilities` (n + 1, V): natural logarithms, of every character that may come next
    - `hidden`, `cells` (n + 1, L, H): the state
    """

    text: str
    symbols: NDArray[np.int32]
    log_probabilities: NDArray[np.float32]
    hidden: NDArray[np.float32]
    cells: NDArray[np.float32]


def inspect(checkpoint: Checkpoint, text: str) -> Inspection:
    """Read a text in float32, in plain numpy; characters that the network does not know are `<unk>`."""
    network, vocabulary = Reference(checkpoint), checkpoint.vocabulary
    beginning = np.array([vocabulary.char_to_idx["<bos>"]], np.uint8)
    numbers = np.concatenate([beginning, vocabulary.encode(text)])
    symbols = InputEncoder(checkpoint.config, vocabulary.idx_to_char).symbols(numbers)
    state = network.start()
    hidden, cells, logits = [], [], []
    for row in symbols:
        state, scores = network.step(state, row)
        hidden.append(state.hidden)
        cells.append(state.cells)
        logits.append(scores)
    return Inspection(text, symbols, log_softmax(np.array(logits)), np.array(hidden), np.array(cells))


def log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """The logarithm of the softmax over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))
