"""Every error that Tunesmith raises on purpose.

TunesmithError
├── AbcError            the ABC text is wrong: says line and column
├── RequestError        what was asked for cannot be composed, rendered or served
├── CorpusError         a corpus cannot be read, cleaned or packed
├── CheckpointError     a model file is missing, damaged, foreign or too large
├── TrainingError       a training run cannot start or go on
├── RenderError         a tune cannot be turned into a picture, sound or film
├── WriteError          a file cannot be written
└── MissingExtraError   an optional part of Tunesmith is not installed

Each carries one sentence for people; the command line prints it and exits with status 2.
"""

from __future__ import annotations

__all__ = [
    "AbcError",
    "CheckpointError",
    "CorpusError",
    "MissingExtraError",
    "RenderError",
    "RequestError",
    "TrainingError",
    "TunesmithError",
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
    """What was asked for cannot be done; says which option and what it accepts."""


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


class MissingExtraError(TunesmithError):
    """An optional part of Tunesmith is not installed."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs an optional part: pip install 'tunesmith[{extra}]'")
        self.extra = extra
        self.purpose = purpose

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return type(self), (self.extra, self.purpose)
