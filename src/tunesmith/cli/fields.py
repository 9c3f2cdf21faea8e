"""What `train` and `estimate` have in common: every field of a run as an option, how a run is put together, torch."""

from __future__ import annotations

import sys
from dataclasses import asdict, field, make_dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_type_hints

from cyclopts import Parameter

from tunesmith.corpus.packed import read_record
from tunesmith.errors import MissingExtraError
from tunesmith.model.config import FIRST_NAMES
from tunesmith.model.encoder import FEATURES
from tunesmith.training.config import PLAIN, TRAINING_PRESETS, TrainingConfig
from tunesmith.training.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["UNCHANGED", "Fields", "chosen", "configured", "need_torch", "warn"]

ALIASES = {"repeat_lags": ["--echoes"]}
"""Names that options had before; FIRST_NAMES has those of switches that are features now."""


def optional_fields() -> list[tuple[str, Any, Any]]:
    """Every field of a training run as an option that may be left out, and the switches that there were before."""
    options: list[tuple[str, Any, Any]] = [
        (name, Annotated[bool | None, Parameter(show=False)], field(default=None)) for name in FIRST_NAMES
    ]
    for name, hint in get_type_hints(TrainingConfig, include_extras=True).items():
        kind, text = get_args(hint)
        default = getattr(TrainingConfig(), name)
        shown = Parameter(help=f"{text} [{default}]", alias=ALIASES.get(name))
        options.append((name, Annotated[kind | None, shown], field(default=None)))
    return options


Fields: Any = Parameter(name="*")(
    make_dataclass("Fields", optional_fields(), namespace={"__doc__": "Fields of the run."}, frozen=True)
)
Fields.__module__ = __name__  # where its annotations are looked up
UNCHANGED = Fields()


def chosen(config: TrainingConfig, given: Any) -> TrainingConfig:
    """Change the fields that were given on the command line; without a feature, those that need it go too."""
    fields = asdict(given)
    switches = {FIRST_NAMES[name]: fields.pop(name) for name in FIRST_NAMES}
    features = config.features if fields["features"] is None else fields["features"]
    for name, on in switches.items():
        if on:
            features = (*features, name)
        elif on is False:
            without = [one.name for one in FEATURES if name in (one.name, one.needs)]
            features = tuple(one for one in features if one not in without)
    return config.changed(**fields | {"features": features})


def configured(
    folder: Path, preset: str, plain: bool, settings: Path | None, given: Any, begun: Checkpoint | None = None
) -> TrainingConfig:
    """The run on the packed corpus in `folder`: a preset, or the shape of the network that it goes on with.

    What suits the size of the corpus and the machine changes it, then the textbook's fields if `plain`, then a file of
    settings, then the fields that were given.
    """
    from tunesmith.training.suiting import suited
    from tunesmith.training.texts import epoch_characters

    config = TRAINING_PRESETS[preset]
    if begun is not None:
        config = config.shaped_like(begun.config)
    if plain:
        config = config.changed(**PLAIN)
    else:
        config = suited(config, epoch_characters(folder, config), begun=begun is not None)
    if settings is not None:
        config = config.changed(**read_settings(settings))
    return chosen(config, given)


def warn(config: TrainingConfig, given: Any, folder: Path, more: Sequence[str] = ()) -> None:
    """Say on stderr which of the fields that were given have no effect; `more` are sources beside the corpus."""
    from tunesmith.training.suiting import without_effect

    named = {name for name, value in asdict(given).items() if value is not None}
    for sentence in without_effect(config, named, [*read_record(folder).get("sources", {}), *more]):
        print(f"tunesmith: --{sentence}", file=sys.stderr)


def need_torch() -> None:
    """Say what to install where a library is missing that training needs."""
    if any(find_spec(name) is None for name in ("torch", "lightning_fabric", "matplotlib")):
        raise MissingExtraError("train", "training a network")
