"""The shape of a network: an embedding, stacked LSTM layers, and a projection back to the characters.

Shapes: V characters, S echoes, E embedding, H hidden, gates in the order i, f, g, o.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tunesmith.errors import CheckpointError
from tunesmith.model.position_features import DEGREES, ROWS
from tunesmith.model.repeat_features import FARTHEST, STRENGTHS

__all__ = ["PRESETS", "REPEAT_LAGS", "NetworkConfig"]

LARGEST = {"vocabulary_size": 256, "embedding": 4096, "hidden": 4096, "layers": 16}


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """The sizes of one network.

    `tied` shares the embedding with the output, and needs both to be of one width. `echoes` are what the network is
    told of the tune so far, each a number of bars back or 0 for the longest match (`tunesmith.model.repeat_features`).
    With `bearings` it is also told where the tune stands (`tunesmith.model.position_features`).
    """

    vocabulary_size: int
    embedding: int
    hidden: int
    layers: int
    dropout: float
    tied: bool = False
    echoes: tuple[int, ...] = ()
    bearings: bool = False

    def __post_init__(self) -> None:
        for name, most in LARGEST.items():
            value = getattr(self, name)
            if not isinstance(value, int) or not 1 <= value <= most:
                raise CheckpointError(f"{name} must be a whole number from 1 to {most}, not {value!r}")
        if not 0 <= self.dropout < 1:
            raise CheckpointError(f"dropout must be at least 0 and below 1, not {self.dropout!r}")
        if self.tied and self.embedding != self.hidden:
            raise CheckpointError(
                f"a tied network needs embedding and hidden of one size, not {self.embedding} and {self.hidden}"
            )
        if sorted(set(self.echoes)) != list(self.echoes) or not all(0 <= lag <= FARTHEST for lag in self.echoes):
            raise CheckpointError(f"echoes are numbers from 0 to {FARTHEST}, each once and rising, not {self.echoes!r}")

    @property
    def symbols(self) -> int:
        """The rows of the embedding: the characters, for each echo all of them again, its strengths, the bearings."""
        echoes = len(self.echoes) * (self.vocabulary_size + STRENGTHS)
        return self.vocabulary_size + echoes + (sum(ROWS) if self.bearings else 0)

    @property
    def beliefs(self) -> int:
        """The logits that are added to others: one for each echo, and one for each degree of the scale."""
        return len(self.echoes) + (DEGREES if self.bearings else 0)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Every weight tensor by name, in torch's layout."""
        characters, hidden = self.vocabulary_size, self.hidden
        shapes: dict[str, tuple[int, ...]] = {"embedding.weight": (self.symbols, self.embedding)}
        for layer in range(self.layers):
            width = hidden if layer else self.embedding
            shapes[f"lstm.weight_ih_l{layer}"] = (4 * hidden, width)  # 4H, E or H
            shapes[f"lstm.weight_hh_l{layer}"] = (4 * hidden, hidden)  # 4H, H
            shapes[f"lstm.bias_ih_l{layer}"] = (4 * hidden,)
            shapes[f"lstm.bias_hh_l{layer}"] = (4 * hidden,)
        if not self.tied:
            shapes["output.weight"] = (characters, hidden)  # V, H
        shapes["output.bias"] = (characters,)
        if self.beliefs:
            shapes["belief.weight"] = (self.beliefs, hidden)  # S + DEGREES, H
            shapes["belief.bias"] = (self.beliefs,)
        return shapes

    @property
    def parameters(self) -> int:
        """The number of weights that are learned."""
        total = 0
        for shape in self.shapes.values():
            size = 1
            for side in shape:
                size *= side
            total += size
        return total


REPEAT_LAGS = (0, 2, 4, 8)
"""The longest match, and the bars that a phrase, a strain and a part of a folk tune come back after."""

PRESETS: dict[str, dict[str, Any]] = {
    "small": {"embedding": 96, "hidden": 256, "layers": 2, "dropout": 0.3, "echoes": REPEAT_LAGS, "bearings": True},
    "large": {"embedding": 256, "hidden": 768, "layers": 3, "dropout": 0.3, "echoes": REPEAT_LAGS, "bearings": True},
    "flagship": {"embedding": 192, "hidden": 512, "layers": 2, "dropout": 0.3, "echoes": REPEAT_LAGS, "bearings": True},
}
