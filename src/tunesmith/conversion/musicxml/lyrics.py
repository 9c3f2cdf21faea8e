"""Words under the music: the `w:` fields of a voice, set syllable by syllable to its notes.

Source: ABC standard 2.1, section 5.1 (alignment of lyrics).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from tunesmith.notation import BarLine, Chord, Field, LineBreak, Note
from tunesmith.notation.escapes import decoded_text
from tunesmith.notation.lyrics import placed_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tunesmith.notation import Element

__all__ = ["Syllable", "sung"]

Syllabic: TypeAlias = Literal["single", "begin", "middle", "end"]


@dataclass(slots=True)
class Syllable:
    """One syllable of a verse (from 1) under a note; `extended` over the notes after it."""

    verse: int
    text: str
    syllabic: Syllabic
    extended: bool = False


Line: TypeAlias = "list[Note | Chord | None]"


def sung(elements: Iterable[Element]) -> dict[int, list[Syllable]]:
    """The syllables under each note or chord, by its `id`; the words of a line belong to the music line before it."""
    found: dict[int, list[Syllable]] = {}
    line: Line = []  # the notes of the line of music, and None for each bar line
    verse, ended = 0, False
    for element in elements:
        if isinstance(element, Note | Chord | BarLine):
            if ended:
                line, verse, ended = [], 0, False
            line.append(None if isinstance(element, BarLine) else element)
        elif isinstance(element, LineBreak):
            ended = ended or not (element.continued or element.forced)
        elif isinstance(element, Field) and element.letter == "w":
            verse += 1
            set_line(element.value, verse, line, found)
    return found


def set_line(words: str, verse: int, line: Line, found: dict[int, list[Syllable]]) -> None:
    """Set one line of words to a line of music."""
    last: Syllable | None = None
    open_word = False  # whether a hyphen joins what comes to the last syllable
    for text, place in placed_words(words, line):
        if place is None:
            open_word = True
        elif text not in ("*", "_", "-"):
            syllable = Syllable(verse, plain(text), "end" if open_word else "single")
            if open_word and last is not None:
                last.syllabic = "begin" if last.syllabic == "single" else "middle"
            found.setdefault(id(line[place]), []).append(syllable)
            last, open_word = syllable, False
        elif text == "_" and last is not None:
            last.extended = True


def plain(token: str) -> str:
    """A syllable as it is read: a tilde is a space between two words under one note."""
    return decoded_text(token.replace("\\-", "-").replace("~", " "))
