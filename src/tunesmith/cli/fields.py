"""What `train` and `estimate` have in common: every field of a training run as an option, and torch."""

from __future__ import annotations

from dataclasses import asdict, field, make_dataclass
from importlib.util import find_spec
from typing import Annotated, Any, get_args, get_type_hints

from cyclopts import Parameter

from tunesmith.errors import MissingExtraError
from tunesmith.training.config import TrainingConfig

__all__ = ["UNCHANGED", "Fields", "chosen", "need_torch"]

EARLIER = {"repeat_lags": "--echoes", "position_features": "--bearings"}
"""Names that options had before; the command line still takes them."""


def optional_fields() -> list[tuple[str, Any, Any]]:
    """Every field of a training run as an option that may be left out."""
    options = []
    for name, hint in get_type_hints(TrainingConfig, include_extras=True).items():
        kind, text = get_args(hint)
        default = getattr(TrainingConfig(), name)
        also = [f"--{name.replace('_', '-')}", EARLIER[name]] if name in EARLIER else None
        option = Parameter(name=also, help=f"{text} [{default}]")
        options.append((name, Annotated[kind | None, option], field(default=None)))
    return options


Fields: Any = Parameter(name="*")(
    make_dataclass("Fields", optional_fields(), namespace={"__doc__": "Fields of the run."}, frozen=True)
)
Fields.__module__ = __name__  # where its annotations are looked up
UNCHANGED = Fields()


def chosen(config: TrainingConfig, given: Any) -> TrainingConfig:
    """Change the fields that were given on the command line."""
    return config.changed(**asdict(given))


def need_torch() -> None:
    """Say what to install where a library is missing that training needs."""
    if any(find_spec(name) is None for name in ("torch", "lightning_fabric", "matplotlib")):
        raise MissingExtraError("train", "training a network")
