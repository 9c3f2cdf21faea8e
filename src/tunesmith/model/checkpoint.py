"""The file that a trained network lives in: safetensors, with everything else as JSON in its metadata."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from tunesmith.corpus.vocabulary import Vocabulary
from tunesmith.errors import CheckpointError, CorpusError
from tunesmith.files import write_atomically
from tunesmith.model.config import NetworkConfig
from tunesmith.model.locating import LARGEST, locate, models
from tunesmith.model.pytorch_file import is_pytorch_file
from tunesmith.model.textbook import read_textbook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["FIRST_CONTROL_LINES", "Checkpoint", "load", "models"]

FORMAT = "tunesmith 1"
FIRST_CONTROL_LINES = ("rhythm", "form")
"""What models know whose record does not name their control lines."""


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """A trained network: its shape, its characters, its weights in float32, and the record of its training.

    `weights` has one array for each name in `config.shapes`. `record` is any JSON object: data, licences, splits, seed,
    losses, versions.
    """

    config: NetworkConfig
    vocabulary: Vocabulary
    weights: Mapping[str, NDArray[np.float32]]
    record: Mapping[str, Any]

    def __post_init__(self) -> None:
        if len(self.vocabulary) != self.config.vocabulary_size:
            raise CheckpointError(
                f"the vocabulary has {len(self.vocabulary)} symbols, the network {self.config.vocabulary_size}"
            )
        for name, shape in self.config.shapes.items():
            if name not in self.weights or self.weights[name].shape != shape:
                raise CheckpointError(f"the weights {name} are missing or not of the shape {shape}")
            if not np.isfinite(self.weights[name]).all():
                raise CheckpointError(f"the weights {name} are not finite")
        for name in self.weights:
            if name not in self.config.shapes:
                raise CheckpointError(f"the weights {name} belong to no part of the network")

    @classmethod
    def load(cls, model: str | Path) -> Checkpoint:
        """Read a model by its name, file, folder or address, as `tunesmith.model.locating.locate` finds it.

        CheckpointError if it is missing, damaged, foreign or too large. A plain LSTM that PyTorch saved is converted
        (`tunesmith.model.textbook`).
        """
        path = locate(model)
        try:
            size = path.stat().st_size
            if size > LARGEST:
                raise CheckpointError(f"it has {size:,} bytes, which is too large for a model (at most {LARGEST:,})")
            if is_pytorch_file(path):
                return cls(*read_textbook(path))
            with safe_open(path, framework="numpy") as file:
                metadata = file.metadata() or {}
                if metadata.get("format") != FORMAT:
                    raise CheckpointError(f"it is no model of Tunesmith, as its metadata does not say {FORMAT!r}")
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  (it is no mapping)
            return cls._from_parts(metadata, tensors)
        except OSError as error:
            raise CheckpointError(f"{path} cannot be read: {error.strerror or error}") from error
        except CheckpointError as error:
            raise CheckpointError(f"{path} is refused: {error}") from error
        except (SafetensorError, CorpusError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise CheckpointError(f"{path} is damaged or no safetensors file: {error}") from error

    @classmethod
    def _from_parts(cls, metadata: Mapping[str, str], tensors: Mapping[str, NDArray[Any]]) -> Checkpoint:
        sizes = json.loads(metadata["config"])
        config = NetworkConfig.from_stored(sizes)
        vocabulary = Vocabulary.from_json(metadata["vocabulary"])
        weights = {name: tensor.astype(np.float32, copy=False) for name, tensor in tensors.items()}
        return cls(config, vocabulary, weights, read_record(metadata["record"]))

    def save(self, path: str | Path, precision: Literal["float16", "float32"] = "float32") -> None:
        """Write the file in one step: a reader of `path` finds the old file or the new one, never half of either."""
        tensors = {name: np.ascontiguousarray(array, dtype=precision) for name, array in self.weights.items()}
        metadata = {
            "format": FORMAT,
            "config": json.dumps(asdict(self.config)),
            "vocabulary": self.vocabulary.to_json(),
            "record": json.dumps(self.record, ensure_ascii=False),
        }
        write_atomically(Path(path), save(tensors, metadata))

    @property
    def output(self) -> NDArray[np.float32]:
        """The matrix that makes logits, the embedding's own rows where they are tied; (V, H)."""
        if self.config.tied:
            return self.weights["embedding.weight"][: self.config.vocabulary_size]
        return self.weights["output.weight"]

    @property
    def control_lines(self) -> tuple[str, ...]:
        """The names of the control lines that the network read in training."""
        corpus = self.record.get("corpus")
        names = corpus.get("controls") if isinstance(corpus, dict) else None
        return tuple(names) if names else FIRST_CONTROL_LINES

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of shape, characters and weights in hexadecimal; the record does not change it."""
        digest = hashlib.sha256(json.dumps(self.config.stored_before).encode())
        digest.update(self.vocabulary.to_json().encode())
        for name in self.config.shapes:
            digest.update(np.ascontiguousarray(self.weights[name]).view(np.uint8).data)
        return digest.hexdigest()


def read_record(text: str) -> dict[str, Any]:
    """The record of a file; CheckpointError unless it is an object that any JSON reader takes."""
    record = json.loads(text, parse_constant=no_json)
    if not isinstance(record, dict):
        raise CheckpointError("its record is no JSON object")
    json.dumps(record, ensure_ascii=False).encode()  # half a character cannot be passed on
    return record


def no_json(name: str) -> None:
    """NaN and Infinity, which Python reads and others do not."""
    raise CheckpointError(f"its record holds {name}, which is no JSON")


load = Checkpoint.load
"""Read a model; see `Checkpoint.load`."""
