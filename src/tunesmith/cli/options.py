"""Options that the commands which compose have in common, each group of them one argument of those commands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tunesmith.errors import RequestError
from tunesmith.music.instruments import playable
from tunesmith.music.rhythms import composable
from tunesmith.rendering.formats import FORMATS

__all__ = ["AS_USUAL", "PRINTED", "Delivery", "Drawing", "formats_help", "instrument_help", "rhythm_help"]

# Annotations that ask for help are read when a command is: what was put into a table by then is in it.


def rhythm_help() -> str:
    """What `--rhythm` takes."""
    return f"One of {', '.join(composable())}"


def instrument_help() -> str:
    """What `--instrument` takes where tunes are composed."""
    return f"Keep to the range of one of {', '.join(playable())}."


def formats_help() -> str:
    """What `--to` takes."""
    return f"Formats, separated by commas: {', '.join(FORMATS)}."


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How boldly characters are drawn; the fields are those of a Request.

    Parameters
    ----------
    temperature
        Below 1 for usual tunes, above 1 for daring ones, 0 for the likeliest of all.
    top_k
        Draw from the so many likeliest characters; 0 for all.
    top_p
        Draw from the likeliest characters that make up this share, from 0 to 1.
    min_p
        Leave out characters less likely than this share of the likeliest, from 0 to 1.
    """

    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0


AS_USUAL = Drawing()


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Which model composes, and what becomes of its tunes.

    Parameters
    ----------
    model
        The name of a model that ships with Tunesmith, or a file.
    out
        A file, or a folder for a file for each format; without it, print ABC.
    """

    model: str = "small"
    out: Path | None = None
    to: Annotated[str, Parameter(help=formats_help())] = "abc"

    @property
    def file(self) -> Path | None:
        """The one file that is to be written, if `out` names a file."""
        return self.out if self.out is not None and self.out.suffix and not self.out.is_dir() else None

    @property
    def formats(self) -> list[str]:
        """The formats asked for; RequestError if they cannot all go where they should."""
        formats = [name.strip().lower() for name in self.to.split(",")]
        if self.out is None and formats != ["abc"]:
            raise RequestError("--to needs --out: only ABC is printed")
        if self.file is not None and formats not in (["abc"], [self.file.suffix[1:]]):
            raise RequestError(f"one file holds one format: {self.out} or --to {self.to}")
        if self.out is not None and self.file is None and self.out.exists() and not self.out.is_dir():
            raise RequestError(f"--out {self.out} is no folder, and a file's name needs an ending such as .abc")
        return formats


PRINTED = Delivery()
