"""The settings of a run as a TOML file: one field on a line, with what it means."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from tunesmith.errors import TrainingError
from tunesmith.files import write_atomically
from tunesmith.training.config import TrainingConfig

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SETTINGS", "read_settings", "write_settings"]

SETTINGS = "settings.toml"
"""What the file in the folder of a run is called."""


def write_settings(path: Path, config: TrainingConfig) -> None:
    """Write every field of a run; WriteError if that cannot be done."""
    hints = get_type_hints(TrainingConfig, include_extras=True)
    lines = [
        f"{name} = {json.dumps(value)}  # {get_args(hints[name])[1]}\n"  # what JSON writes of such values is TOML
        for name, value in config.as_dict().items()
    ]
    write_atomically(path, "".join(lines).encode())


def read_settings(path: Path) -> dict[str, Any]:
    """Read the fields that a file gives; TrainingError if it is no TOML, or names a field that there is not."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TrainingError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:  # no UTF-8, or no TOML
        raise TrainingError(f"{path} is no TOML: {error}") from error
    unknown = values.keys() - get_type_hints(TrainingConfig).keys()
    if unknown:
        raise TrainingError(f"{path}: no such field of a training run: {', '.join(sorted(unknown))}")
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
