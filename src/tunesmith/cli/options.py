"""The options of the tables as the command line has them, and those that say what becomes of tunes."""

from __future__ import annotations

from dataclasses import dataclass, field, make_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from tunesmith.composing.request import Request, TaskOptions
from tunesmith.errors import RequestError
from tunesmith.options import options_of
from tunesmith.rendering.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cyclopts import Token

    from tunesmith.options import Option

__all__ = ["PRINTED", "Delivery", "formats_help", "of_operation", "offered", "request_of"]


CLASSES: dict[str, Any] = {}


def offered(command: str, options: Mapping[str, Option]) -> Any:
    """A dataclass of these options, to be one argument of a command.

    It is the same class for each call, with the words that options take by now, since they are out of tables that may
    grow. So a command has a call of this as its annotation, as a string, which is evaluated anew each time.
    """
    made_fields = [_field(option) for option in options.values()]
    if command not in CLASSES:
        made = make_dataclass("Options", made_fields, frozen=True, kw_only=True)
        made.__doc__, made.__module__ = "Options of a command.", __name__
        CLASSES[command] = Parameter(name="*")(made)
    now = {name: annotation for name, annotation, _ in made_fields}
    CLASSES[command].__annotations__ |= now
    CLASSES[command].__init__.__annotations__ |= now
    return CLASSES[command]


def of_operation(operation: str) -> Any:
    """All options of composing, continuing or varying, but for the title, which a file has from its tune."""
    options = options_of(Request, operation) | options_of(TaskOptions, operation)
    return offered(operation, {name: option for name, option in options.items() if name != "title"})


def request_of(given: Any, operation: str) -> Request:
    """The request among the options of an operation; RequestError if it makes no sense."""
    return Request(**{name: getattr(given, name) for name in options_of(Request, operation)})


def formats_help() -> str:
    """What `--to` takes."""
    return f"Formats, separated by commas: {', '.join(FORMATS)}."


def _field(option: Option) -> tuple[str, Any, Any]:
    """Name, annotation and default."""
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
    given = field() if option.required else field(default=option.default)
    negative = f"--no-{option.name}" if option.no else ""
    return option.name, Annotated[kind, Parameter(help=text, negative=negative, converter=converter)], given


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
