"""Every error that Tunesmith raises on purpose.

TunesmithError
├── AbcError            the ABC text is wrong: says line and column
├── RequestError        what was asked for cannot be composed, rendered or served
├── CorpusError         a corpus cannot be read, cleaned or packed
├── CheckpointError     a model file is missing, damaged, foreign or too large
├── TrainingError       a training run cannot start or go on
├── RenderError         a tune cannot be turned into a picture, sound or film
├── WriteError          a file cannot be written
├── WorkersError        processes or machines that share the work are lost, or are not there
└── MissingExtraError   an optional part of Tunesmith is not installed

Each carries one sentence for people; the command line prints it and exits with status 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = [
    "AbcError",
    "CheckpointError",
    "CorpusError",
    "MissingExtraError",
    "RenderError",
    "RequestError",
    "TrainingError",
    "TunesmithError",
    "WorkersError",
    "WriteError",
]


class TunesmithError(Exception):
    """The root of the tree: catch this to catch all of them."""


class AbcError(TunesmithError):
    """The ABC text cannot be read; `line` and `column` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.message = message
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[type[AbcError], tuple[str, int, int]]:
        return type(self), (self.message, self.line, self.column)


class RequestError(TunesmithError):
    """What was asked for cannot be done.

    Where one field of the request is the reason, `field` names it as Python does, `problem` goes on from its name
    ("must be from 2 to 64, not 1"), and `limits` says what it accepts (see `Option.limits`). The command line and the
    page use `calling` to name the field as their readers know it.
    """

    def __init__(self, problem: str, *, field: str | None = None, limits: Mapping[str, Any] | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.field = field
        self.limits = dict(limits or {})

    def __str__(self) -> str:
        return self.calling(self.field)

    def calling(self, name: str | None) -> str:
        """The sentence with this name for the field."""
        return f"{name} {self.problem}" if name else self.problem


class CorpusError(TunesmithError):
    """A corpus cannot be read, cleaned or packed; names the file."""


class CheckpointError(TunesmithError):
    """A model file is missing, damaged, foreign or too large; names the file."""


class TrainingError(TunesmithError):
    """A training run cannot start or go on; names the last good checkpoint if there is one."""


class RenderError(TunesmithError):
    """A tune cannot be turned into a picture, sound or film; no file was written."""


class WriteError(TunesmithError):
    """A file cannot be written; names it. What was there before is still there."""


class WorkersError(TunesmithError):
    """Processes or machines that share the work are lost again and again, or are not there."""


class MissingExtraError(TunesmithError):
    """An optional part of Tunesmith is not installed."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs an optional part: pip install 'tunesmith[{extra}]'")
        self.extra = extra
        self.purpose = purpose

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return type(self), (self.extra, self.purpose)
