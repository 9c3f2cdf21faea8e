"""The shape of a network: an embedding, stacked LSTM layers, and a projection back to the characters.

Shapes: V characters, S repeat features, E embedding, H hidden, gates in the order i, f, g, o.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tunesmith.errors import CheckpointError
from tunesmith.model.goal_features import GOAL_ROWS
from tunesmith.model.position_features import DEGREES, ROWS
from tunesmith.model.repeat_features import FARTHEST, STRENGTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PRESETS", "REPEAT_LAGS", "NetworkConfig", "field_names", "file_names"]

LARGEST = {"vocabulary_size": 256, "embedding": 4096, "hidden": 4096, "layers": 16}
IN_FILES = {"repeat_lags": "echoes", "position_features": "bearings"}
"""Fields that have another name in checkpoints: the fingerprint of a model covers the names."""


def file_names(fields: Mapping[str, Any]) -> dict[str, Any]:
    """These fields by the names that checkpoints give them."""
    return {IN_FILES.get(name, name): value for name, value in fields.items()}


def field_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """What `file_names` gave, by the names of the fields."""
    names = {saved: name for name, saved in IN_FILES.items()}
    return {names.get(name, name): value for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """The sizes of one network.

    `tied` shares the embedding with the output, and needs both to have one width. There is a repeat feature for each of
    `repeat_lags`: a number of bars back, or 0 for the longest match (`tunesmith.model.repeat_features`). With
    `position_features` the network reads where the tune stands (`tunesmith.model.position_features`), and with `goals`,
    which need them, where it is going (`tunesmith.model.goal_features`).
    """

    vocabulary_size: int
    embedding: int
    hidden: int
    layers: int
    dropout: float
    tied: bool = False
    repeat_lags: tuple[int, ...] = ()
    position_features: bool = False
    goals: bool = False

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
        if sorted(set(self.repeat_lags)) != list(self.repeat_lags) or not all(
            0 <= lag <= FARTHEST for lag in self.repeat_lags
        ):
            raise CheckpointError(
                f"repeat lags are numbers from 0 to {FARTHEST}, each once and rising, not {self.repeat_lags!r}"
            )
        if self.goals and not self.position_features:
            raise CheckpointError("a network with goals needs position features")

    def as_dict(self) -> dict[str, Any]:
        """The fields as checkpoints have them."""
        return file_names(asdict(self))

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> NetworkConfig:
        """Read what `as_dict` gave, also when it went through JSON, and also before there were repeat features."""
        fields = field_names(values)
        return cls(**{**fields, "repeat_lags": tuple(fields.get("repeat_lags", ()))})

    @property
    def groups(self) -> tuple[int, int, int]:
        """The rows of the embedding: for characters, repeat features and their strengths, goals, and position."""
        read = self.vocabulary_size + len(self.repeat_lags) * (self.vocabulary_size + STRENGTHS)
        return read, sum(GOAL_ROWS) if self.goals else 0, sum(ROWS) if self.position_features else 0

    @property
    def symbols(self) -> int:
        """All rows of the embedding."""
        return sum(self.groups)

    @property
    def beliefs(self) -> int:
        """The logits that are added to others: one for each repeat feature, and one for each degree of the scale."""
        return len(self.repeat_lags) + (DEGREES if self.position_features else 0)

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
    def operations(self) -> int:
        """Products and sums that learning one character takes: two for each weight of a matrix, there and twice back.

        The embedding is looked up, and counts for nothing.
        """
        matrices = (shape for name, shape in self.shapes.items() if len(shape) == 2 and name != "embedding.weight")
        tied = self.vocabulary_size * self.hidden if self.tied else 0
        return 6 * (tied + sum(rows * columns for rows, columns in matrices))

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

INPUT_FEATURES: dict[str, Any] = {"repeat_lags": REPEAT_LAGS, "position_features": True, "goals": True}

PRESETS: dict[str, dict[str, Any]] = {
    "small": {"embedding": 92, "hidden": 256, "layers": 2, "dropout": 0.3, **INPUT_FEATURES},
    "large": {"embedding": 256, "hidden": 768, "layers": 3, "dropout": 0.3, **INPUT_FEATURES},
    "flagship": {"embedding": 192, "hidden": 704, "layers": 2, "dropout": 0.3, **INPUT_FEATURES},
}
