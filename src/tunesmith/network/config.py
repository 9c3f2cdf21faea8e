"""The shape of a network: an embedding, stacked LSTM layers, and a projection back to the characters."""

from __future__ import annotations

from dataclasses import dataclass

from tunesmith.errors import CheckpointError

__all__ = ["PRESETS", "NetworkConfig"]

LARGEST = {"vocabulary_size": 256, "embedding": 4096, "hidden": 4096, "layers": 16}


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """The sizes of one network; `tied` shares the embedding with the output, and needs both to be of one width."""

    vocabulary_size: int
    embedding: int
    hidden: int
    layers: int
    dropout: float
    tied: bool = False

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

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Every weight tensor by name, in torch's layout: V characters, E embedding, H hidden, gates i, f, g, o."""
        characters, hidden = self.vocabulary_size, self.hidden
        shapes: dict[str, tuple[int, ...]] = {"embedding.weight": (characters, self.embedding)}  # V, E
        for layer in range(self.layers):
            width = hidden if layer else self.embedding
            shapes[f"lstm.weight_ih_l{layer}"] = (4 * hidden, width)  # 4H, E or H
            shapes[f"lstm.weight_hh_l{layer}"] = (4 * hidden, hidden)  # 4H, H
            shapes[f"lstm.bias_ih_l{layer}"] = (4 * hidden,)
            shapes[f"lstm.bias_hh_l{layer}"] = (4 * hidden,)
        if not self.tied:
            shapes["output.weight"] = (characters, hidden)  # V, H
        shapes["output.bias"] = (characters,)
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


PRESETS: dict[str, dict[str, int | float]] = {
    "small": {"embedding": 128, "hidden": 256, "layers": 2, "dropout": 0.3},
    "large": {"embedding": 256, "hidden": 768, "layers": 3, "dropout": 0.3},
    "flagship": {"embedding": 256, "hidden": 512, "layers": 3, "dropout": 0.3},
}
