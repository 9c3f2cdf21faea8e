"""`tunesmith train`: learn a corpus."""

from __future__ import annotations

from dataclasses import asdict, field, make_dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_type_hints

from cyclopts import Parameter

from tunesmith.cli.packing import packed_corpus
from tunesmith.composing.composer import Composer
from tunesmith.errors import MissingExtraError, RequestError
from tunesmith.training.config import RECIPES, TrainingConfig

if TYPE_CHECKING:
    from tunesmith.network.checkpoint import Checkpoint

__all__ = ["Fields", "chosen", "train"]


def optional_fields() -> list[tuple[str, Any, Any]]:
    """Every field of a training run as an option that may be left out."""
    options = []
    for name, hint in get_type_hints(TrainingConfig, include_extras=True).items():
        kind, text = get_args(hint)
        default = getattr(TrainingConfig(), name)
        options.append((name, Annotated[kind | None, Parameter(help=f"{text} [{default}]")], field(default=None)))
    return options


Fields: Any = make_dataclass("Fields", optional_fields(), namespace={"__doc__": "Fields of the run."})
Fields.__module__ = __name__  # where its annotations are looked up
UNCHANGED = Fields()


def train(
    corpus: list[str],
    /,
    *,
    out: Path,
    preset: Literal["small", "large", "flagship"] = "small",
    resume: bool = False,
    fields: Annotated[Fields, Parameter(name="*")] = UNCHANGED,
) -> None:
    """Learn tunes, and keep the best network in OUT/model.safetensors.

    Parameters
    ----------
    corpus
        Files or folders of tunes, names of sources, or one folder that holds a packed corpus.
    out
        The folder for the model, the log (TensorBoard) and all that is needed to resume.
    preset
        Which network and recipe to begin from; every field can be changed.
    resume
        Go on exactly where OUT stands, with its own fields but for those that are given.
    """
    need_torch()
    from tunesmith.training.loop import train as run
    from tunesmith.training.resume import load_position, resume_file

    config = load_position(resume_file(out, 0))[0] if resume else RECIPES[preset]
    model = run(packed_corpus(corpus), chosen(config, fields), out, resume=resume, compose=composed)
    print(model)


def chosen(config: TrainingConfig, given: Any) -> TrainingConfig:
    """Change the fields that were given on the command line."""
    return config.changed(**asdict(given))


def composed(model: Checkpoint) -> str:
    """Compose one tune, or say why this network cannot yet."""
    try:
        return Composer(model, threads=1).compose(seed=0)[0].text
    except RequestError as error:
        return str(error)


def need_torch() -> None:
    """Say what to install where there is no torch."""
    if find_spec("torch") is None or find_spec("lightning_fabric") is None:
        raise MissingExtraError("train", "training a network")
