"""Words under the music: which syllable of a `w:` field stands under which note.

Source: ABC standard 2.1, section 5.1 (alignment of lyrics).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["PlacedWord", "placed_words"]

TOKEN: Final = re.compile(r"[*_|]|-|(?:\\-|[^\s*_|-])+|\s+")


class PlacedWord(NamedTuple):
    """A syllable, or a sign that stands for one (`*`, `_`, `-`), and the place of its note.

    A hyphen that joins the syllable before it to the next has no place: None.
    """

    text: str
    place: int | None


def placed_words(words: str, line: Sequence[object | None]) -> Iterator[PlacedWord]:
    """The syllables of one `w:` field under the notes of its line, in which None stands for each bar line."""
    place = 0
    after_text = False  # whether a hyphen would join what follows to a syllable that just ended
    for token in TOKEN.findall(words):
        if token.isspace():
            after_text = False
        elif token == "-" and after_text:
            after_text = False
            yield PlacedWord(token, None)
        elif token == "|":
            place = after_bar(line, place)
        else:
            place = next_note(line, place)
            if place >= len(line):
                return
            yield PlacedWord(token, place)
            after_text = after_text or token not in ("*", "_", "-")
            place += 1


def next_note(line: Sequence[object | None], place: int) -> int:
    """The place of the next note, from this place on."""
    while place < len(line) and line[place] is None:
        place += 1
    return place


def after_bar(line: Sequence[object | None], place: int) -> int:
    """The place after the next bar line."""
    while place < len(line) and line[place] is not None:
        place += 1
    return place + 1
