"""The options of the tables as the command line offers them, and the options that say where tunes go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from tunesmith.composing.request import Request, TaskOptions
from tunesmith.errors import RequestError
from tunesmith.options import options_of
from tunesmith.rendering.formats import FORMATS
from tunesmith.rendering.options import RenderOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cyclopts import Token

    from tunesmith.options import Option

__all__ = ["PRINTED", "Delivery", "annotation_of", "formats_help", "offered", "request_of"]


def offered(command: str) -> Any:
    """A dataclass of the options of a command, to be one of its arguments.

    The annotations of its fields are texts. cyclopts evaluates them each time that it reads a command line or writes a
    help, so that both know the words that a table of choices has by then.
    """
    options = options_for(command)
    made = type(
        "Options",
        (),
        {
            "__module__": __name__,  # where the annotations are evaluated
            "__doc__": "Options of a command.",
            "__annotations__": {name: f"annotation_of({command!r}, {name!r})" for name in options},
            **{name: option.default for name, option in options.items() if not option.required},
        },
    )
    return Parameter(name="*")(dataclass(frozen=True, kw_only=True)(made))


def options_for(command: str) -> Mapping[str, Option]:
    """The options of a command; of those that compose all but the title, which a file has from its tune."""
    if command == "render":
        return options_of(RenderOptions)
    options = options_of(Request, command) | options_of(TaskOptions, command)
    return {name: option for name, option in options.items() if name != "title"}


def annotation_of(command: str, name: str) -> Any:
    """The type of an option's values, with its help and what reads it."""
    option = options_for(command)[name]
    kind: Any = option.type
    if option.choices:
        literal: Any = Literal  # so that the help lists the choices
        kind = literal[tuple(option.choices)]
    if option.yes:
        kind = bool | kind
    if option.default is None and not option.required:
        kind = kind | None
    text = f"{option.help} [{option.range}]" if option.type in (int, float) else option.help
    converter = None if option.type is bool else _converter(option)
    negative = f"--no-{option.name}" if option.no else ""
    return Annotated[kind, Parameter(help=text, negative=negative, converter=converter)]


def request_of(given: Any, operation: str) -> Request:
    """The request among the options of an operation; RequestError if it makes no sense."""
    return Request(**{name: getattr(given, name) for name in options_of(Request, operation)})


def formats_help() -> str:
    """What `--to` takes."""
    return f"Formats, separated by commas: {', '.join(FORMATS)}."


def _converter(option: Option) -> Callable[[Any, Sequence[Token]], Any]:
    """What reads the option's word on the command line, and refuses it as every other surface does."""

    def read(_: Any, tokens: Sequence[Token]) -> Any:
        word = tokens[0].value
        try:
            value = option.type(word)
        except ValueError:
            raise option.refused(word) from None
        option.check(value)
        return value

    return read


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What becomes of tunes.

    Parameters
    ----------
    out
        A file, or a folder for a file for each format; without it, print ABC.
    """

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
            raise RequestError("needs --out: only ABC is printed", field="to")
        if self.file is not None and formats not in (["abc"], [self.file.suffix[1:]]):
            raise RequestError(f"{self.to} does not fit {self.out}: one file holds one format", field="to")
        if self.out is not None and self.file is None and self.out.exists() and not self.out.is_dir():
            problem = f"{self.out} is no folder, and a file's name needs an ending such as .abc"
            raise RequestError(problem, field="out")
        return formats


PRINTED = Delivery()
