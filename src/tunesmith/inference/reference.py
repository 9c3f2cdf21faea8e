"""The network in plain numpy: one character in, the logits of the next out. Tests compare the compiled kernel with it.

Shapes: L layers, H hidden, V characters, W rows read with a character.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.model.encoder import END_TOLD
from tunesmith.model.goal_features import ending_degree
from tunesmith.model.position_features import TONICS
from tunesmith.model.position_state import LETTERS, STEPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["Reference", "State"]


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The state of an LSTM: `hidden` (L, H) and `cells` (L, H)."""

    hidden: NDArray[np.float32]
    cells: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reference:
    """The network of a checkpoint in float32, one step at a time."""

    checkpoint: Checkpoint

    def start(self) -> State:
        """Return the state before the first character: all zero."""
        zeros = np.zeros((self.checkpoint.config.layers, self.checkpoint.config.hidden), np.float32)
        return State(zeros, zeros)

    def step(self, state: State, symbols: NDArray[np.int32]) -> tuple[State, NDArray[np.float32]]:
        """Read a character with its input features (W,); return the next state and the logits (V,) of the next one."""
        weights, config = self.checkpoint.weights, self.checkpoint.config
        hidden, cells = state.hidden.copy(), state.cells.copy()
        below = weights["embedding.weight"][symbols].sum(axis=0)
        for layer in range(config.layers):
            gates = weights[f"lstm.weight_ih_l{layer}"] @ below + weights[f"lstm.bias_ih_l{layer}"]
            gates += weights[f"lstm.weight_hh_l{layer}"] @ hidden[layer] + weights[f"lstm.bias_hh_l{layer}"]
            i, f, g, o = gates.reshape(4, config.hidden)
            cells[layer] = sigmoid(f) * cells[layer] + sigmoid(i) * np.tanh(g)
            below = hidden[layer] = sigmoid(o) * np.tanh(cells[layer])
        logits = self.checkpoint.output @ below + weights["output.bias"]
        if config.beliefs:
            self.believe(logits, weights["belief.weight"] @ below + weights["belief.bias"], symbols)
        return State(hidden, cells), logits

    def believe(self, logits: NDArray[np.float32], beliefs: NDArray[np.float32], symbols: NDArray[np.int32]) -> None:
        """Add the beliefs in repeats, degrees and a told end to the logits (V,) of the characters that they predict."""
        config, repeats = self.checkpoint.config, len(self.checkpoint.config.repeat_lags)
        for place in range(repeats):
            logits[symbols[1 + place] - config.vocabulary_size * (1 + place)] += beliefs[place]
        if "position" in config.features:
            tonic = (symbols[-1] - (config.symbols - TONICS)) % STEPS
            for height, letter in enumerate(self.checkpoint.vocabulary.encode(LETTERS)):
                logits[letter] += beliefs[repeats + STEPS - 1 + height - tonic]
                if "goals" in config.features and (height - tonic) % STEPS == self.told_end(symbols):
                    logits[letter] += beliefs[-1]

    def told_end(self, symbols: NDArray[np.int32]) -> int:
        """On which degree the part ends, if `symbols` (W,) stand in its last bar and its end is told; else below 0."""
        place, row = END_TOLD
        return int(ending_degree(symbols[-place] - (self.checkpoint.config.symbols - row)))


def sigmoid(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """1 / (1 + exp(-x)), for each x."""
    return np.asarray(1 / (1 + np.exp(-x)))
