"""The shape of a network: an embedding, stacked LSTM layers, and a projection back to the characters.

Shapes: V characters, S repeat features, E embedding, H hidden, gates in the order i, f, g, o.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tunesmith.errors import CheckpointError
from tunesmith.model.encoder import FEATURES, InputFeature
from tunesmith.model.position_features import DEGREES
from tunesmith.model.repeat_features import FARTHEST, STRENGTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FIRST_NAMES", "INPUT_FEATURES", "PRESETS", "REPEAT_LAGS", "NetworkConfig", "current_names"]

FIRST_NAMES = {"bearings": "position", "goals": "goals"}
"""The switches that input features had before, and the features."""

LARGEST = {"vocabulary_size": 256, "embedding": 4096, "hidden": 4096, "layers": 16}


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """The sizes of one network.

    `tied` shares the embedding with the output, and needs both to have one width. There is a repeat feature for each of
    `repeat_lags`: a number of bars back, or 0 for the longest match (`tunesmith.model.repeat_features`). `features`
    names those of `tunesmith.model.encoder.FEATURES` that the network reads.
    """

    vocabulary_size: int
    embedding: int
    hidden: int
    layers: int
    dropout: float
    tied: bool = False
    repeat_lags: tuple[int, ...] = ()
    features: tuple[str, ...] = ()

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
                f"repeat_lags are numbers from 0 to {FARTHEST}, each once and rising, not {self.repeat_lags!r}"
            )
        unknown = set(self.features) - {feature.name for feature in FEATURES}
        if unknown:
            known = ", ".join(feature.name for feature in FEATURES)
            raise CheckpointError(f"features are {known}, and none is called {', '.join(sorted(unknown))}")
        lacking = [one for one in self.read_features if one.needs not in (None, *self.features)]
        if lacking:
            raise CheckpointError(f"the feature {lacking[0].name} needs the feature {lacking[0].needs}")

    @property
    def read_features(self) -> tuple[InputFeature, ...]:
        """Those of FEATURES that the network reads."""
        return tuple(feature for feature in FEATURES if feature.name in self.features)

    @classmethod
    def from_stored(cls, values: Mapping[str, Any]) -> NetworkConfig:
        """Read the fields that a file holds, also under their earlier names."""
        return cls(**current_names(values))

    @property
    def stored_before(self) -> dict[str, Any]:
        """What fingerprints cover: the fields under their first names, without what the first files did not have."""
        fields = {name: getattr(self, name) for name in ("vocabulary_size", "embedding", "hidden", "layers", "dropout")}
        later = [name for name in self.features if name != "position"]
        fields |= {"tied": self.tied, "echoes": self.repeat_lags, "bearings": "position" in self.features}
        return fields | ({"features": later} if later else {})

    @property
    def groups(self) -> dict[str, int]:
        """Rows of the embedding: for characters and repeat features (characters again, strengths), then for others."""
        repeats = self.vocabulary_size + len(self.repeat_lags) * (self.vocabulary_size + STRENGTHS)
        return {"repeats": repeats, **{feature.name: feature.rows for feature in self.read_features}}

    @property
    def symbols(self) -> int:
        """All rows of the embedding."""
        return sum(self.groups.values())

    @property
    def beliefs(self) -> int:
        """The logits that are added to others: of repeat features, degrees of the scale, and the end that is told."""
        return len(self.repeat_lags) + DEGREES * ("position" in self.features) + ("goals" in self.features)

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
            shapes["belief.weight"] = (self.beliefs, hidden)  # S + DEGREES + 1, H
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


def current_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a network or a training run, of which a file may hold some under their earlier names."""
    named = {{"echoes": "repeat_lags"}.get(name, name): value for name, value in values.items()}
    on = [FIRST_NAMES[name] for name in FIRST_NAMES if named.pop(name, False)]
    if "features" not in named:
        named["features"] = [feature.name for feature in FEATURES if feature.name in on]
    named.setdefault("repeat_lags", ())
    return {name: tuple(value) if isinstance(value, list) else value for name, value in named.items()}


REPEAT_LAGS = (0, 2, 4, 8)
"""The longest match, and the bars that a phrase, a strain and a part of a folk tune come back after."""

INPUT_FEATURES: dict[str, Any] = {
    "repeat_lags": REPEAT_LAGS,
    "features": tuple(feature.name for feature in FEATURES),
}

PRESETS: dict[str, dict[str, Any]] = {
    "small": {"embedding": 92, "hidden": 256, "layers": 2, "dropout": 0.3, **INPUT_FEATURES},
    "large": {"embedding": 256, "hidden": 768, "layers": 3, "dropout": 0.3, **INPUT_FEATURES},
    "flagship": {"embedding": 192, "hidden": 704, "layers": 2, "dropout": 0.3, **INPUT_FEATURES},
}
