"""Files of ABC, read in one way by every command that takes them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tunesmith.errors import AbcError, RequestError
from tunesmith.notation import split_tunebook
from tunesmith.notation.encoding import decoded
from tunesmith.notation.tunebook import BookTune, read_tunebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["naming", "read_text", "read_tune", "tunes_of"]


def read_text(file: Path) -> str:
    """The text of a file in any encoding of ABC, to the character; RequestError if it cannot be read or is none."""
    try:
        return decoded(file.read_bytes())
    except OSError as error:
        raise RequestError(f"{file} cannot be read: {(error.strerror or 'no reason given').lower()}") from None
    except AbcError as error:
        raise RequestError(f"{file}: {error}") from None


def read_tune(file: Path) -> str:
    """The text of a file that holds one tune, to the character; RequestError if it is none, or holds several."""
    text = read_text(file)
    if (count := len(split_tunebook(text))) > 1:
        raise RequestError(f"{file} holds {count} tunes; it must hold one")
    return text


def tunes_of(text: str) -> list[BookTune]:
    """The tunes of a file with their places in it; a text without `X:` is one tune."""
    return read_tunebook(text) or [BookTune(text, 1, 0, len(text))]


@contextmanager
def naming(tune: object) -> Iterator[None]:
    """Let what is wrong with a text say which tune it is wrong in."""
    try:
        yield
    except AbcError as error:
        raise RequestError(f"{tune}: {error}") from error
    except RequestError as error:
        if error.field != "tune":
            raise
        raise RequestError(f"{tune} {error.problem}") from error
