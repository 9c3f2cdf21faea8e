"""The file from which a run goes on as if it had never stopped: safetensors, one for each process."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from tunesmith.errors import TrainingError
from tunesmith.files import write_atomically
from tunesmith.training.config import TrainingConfig

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

    from tunesmith.training.step import Learner

__all__ = ["Position", "load_position", "restore", "resume_file", "store"]

FORMAT = "tunesmith resume 1"


@dataclass(slots=True)
class Position:
    """How far a run is: `step` of `epoch`, steps and characters in all, seconds spent, nats of every validation.

    `start` is what the record of its network says of the one that it began with; `candidates` is how many it reads.
    """

    epoch: int = 0
    step: int = 0
    steps: int = 0
    characters: int = 0
    seconds: float = 0.0
    losses: list[float] = field(default_factory=list)
    start: dict[str, Any] = field(default_factory=dict)
    candidates: int = 0


def resume_file(folder: Path, process: int) -> Path:
    """Where a process keeps its part."""
    return folder / f"resume-{process}.safetensors"


def store(path: Path, learner: Learner, position: Position, vocabulary: str) -> None:
    """Write weights, their average, the optimiser, the carried states, and the position."""
    tensors = {name: tensor.detach().cpu() for name, tensor in parts(learner).items()}
    if learner.carried is not None:
        tensors["carried.hidden"], tensors["carried.cell"] = (part.cpu() for part in learner.carried)
    metadata = {
        "format": FORMAT,
        "config": json.dumps(learner.config.as_dict()),
        "position": json.dumps(asdict(position)),
        "vocabulary": vocabulary,
    }
    write_atomically(path, save({name: tensor.clone() for name, tensor in tensors.items()}, metadata))


def parts(learner: Learner) -> dict[str, Tensor]:
    """Every tensor that a run changes and that exists from its first step on, by name."""
    tensors: dict[str, Tensor] = {f"network.{name}": tensor for name, tensor in learner.network.named_weights().items()}
    if learner.average is not None:
        tensors |= {f"average.{name}": tensor for name, tensor in learner.judged.named_weights().items()}
        tensors["average.count"] = learner.average.n_averaged
    for index, (_, moments) in enumerate(sorted(learner.optimizer.state_dict()["state"].items())):
        tensors |= {f"optimizer.{index}.{name}": tensor for name, tensor in moments.items()}
    return tensors


def load_position(path: Path) -> tuple[TrainingConfig, Position, str]:
    """Read the config, the position and the vocabulary of a run; TrainingError if there is none to go on with."""
    if not path.is_file():
        raise TrainingError(f"there is no run to resume in {path.parent}")
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
        if metadata.get("format") != FORMAT:
            raise TrainingError(f"{path} is no file that a run of Tunesmith left to go on from")
        position = Position(**json.loads(metadata["position"]))
        return TrainingConfig.from_dict(json.loads(metadata["config"])), position, metadata["vocabulary"]
    except OSError as error:
        raise TrainingError(f"{path} cannot be read: {error.strerror or error}") from error
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise TrainingError(f"{path} is damaged: {error}") from error


@torch.no_grad()
def restore(path: Path, learner: Learner) -> None:
    """Put everything that `store` wrote back into a new learner of the same config."""
    with safe_open(path, framework="pt") as file:
        tensors = {name: file.get_tensor(name).to(learner.fabric.device) for name in file.keys()}  # noqa: SIM118
    moments: dict[int, dict[str, Tensor]] = {}
    for name in [name for name in tensors if name.startswith("optimizer.")]:
        _, index, kind = name.split(".")
        moments.setdefault(int(index), {})[kind] = tensors.pop(name)
    groups = learner.optimizer.state_dict()["param_groups"]
    learner.optimizer.load_state_dict({"state": moments, "param_groups": groups})
    if "carried.hidden" in tensors:
        learner.carried = tensors.pop("carried.hidden"), tensors.pop("carried.cell")
    places = {name: place for name, place in parts(learner).items() if not name.startswith("optimizer.")}
    if {name: tensor.shape for name, tensor in tensors.items()} != {name: p.shape for name, p in places.items()}:
        raise TrainingError(f"{path} holds a network of another shape")
    for name, place in places.items():
        place.copy_(tensors[name])
