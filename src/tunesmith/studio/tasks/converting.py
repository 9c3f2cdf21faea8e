"""Files of other programs as ABC."""

from __future__ import annotations

from dataclasses import dataclass

from tunesmith.conversion import read
from tunesmith.errors import RequestError
from tunesmith.studio.tasks.reading import as_json

__all__ = ["LONGEST", "ConvertAnswer", "converted"]

LONGEST = 1_000_000
"""Characters of ABC that one file may become: ten of the longest texts that the studio keeps."""


@dataclass(frozen=True, slots=True)
class ConvertAnswer:
    """The tunes of a file, and sentences on what of it could not be taken over."""

    abc: str
    losses: list[str]


def converted(data: bytes) -> bytes:
    """The answer of a conversion as JSON; RequestError for a file that cannot be read, or becomes too long a text."""
    taken = read(data)
    if len(taken.abc) > LONGEST:
        raise RequestError(f"this becomes {len(taken.abc):,} characters of ABC; up to {LONGEST:,} are given")
    return as_json(ConvertAnswer(abc=taken.abc, losses=list(taken.losses)))
