"""Macros: signs in the music that stand for other music (`m:` fields).

A static macro, `m: T = ABc`, stands for the same music wherever it is written. A transposing one has an `n` in its
sign: `m: ~n3 = n{o}n{m}n` means every note of that length with a tilde, and in its music the letters h to z are the
notes around that one, `o` the next above. Source: ABC standard 2.1, section 9 (macros).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tunesmith.music.notes import LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Macros", "Piece"]

LONGEST_SIGN: Final = 31  # characters, as section 9.1 has it
LONGEST_MUSIC: Final = 200
MOST_MUSIC: Final = 100_000  # characters that the macros of one tune may make
NOTE: Final = "[A-Ga-g][,']*"
APART: Final = r'"[^"]*"|![^!\s|]*!|\[[A-Za-z]:[^\]]*\]|%.*'
"""What macros do not change: chord symbols and words, decorations, fields and comments."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line of music, from the character `offset` on, and the music that it stands for if it is a macro."""

    text: str
    offset: int
    music: str | None = None


@dataclass(slots=True)
class Macros:
    """The macros of a tune, as pairs of sign and music, the longest sign first."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    pattern: re.Pattern[str] | None = None
    made: int = 0

    def define(self, value: str) -> bool:
        """Read the value of an `m:` field; False if it defines nothing."""
        sign, equals, music = (part.strip() for part in value.partition("="))
        if not sign or not equals or len(sign) > LONGEST_SIGN or len(music) > LONGEST_MUSIC:
            return False
        others = [pair for pair in self.pairs if pair[0] != sign]
        self.pairs = sorted([*others, (sign, music)], key=lambda pair: -len(pair[0]))
        self.pattern = None
        return True

    def cut(self, line: str) -> Iterator[Piece]:
        """The pieces of a line, in order."""
        start = 0
        if self.pattern is None:
            signs = (f"(?P<m{place}>{_pattern(sign, place)})" for place, (sign, _) in enumerate(self.pairs))
            self.pattern = re.compile("|".join([APART, *signs]))
        for match in self.pattern.finditer(line):
            if match.lastgroup is None or self.made > MOST_MUSIC:
                continue
            if match.start() > start:
                yield Piece(line[start : match.start()], start)
            music = self._music(match, int(match.lastgroup[1:]))
            self.made += len(music)
            yield Piece(match[0], match.start(), music)
            start = match.end()
        if start < len(line):
            yield Piece(line[start:], start)

    def _music(self, match: re.Match[str], place: int) -> str:
        sign, music = self.pairs[place]
        return _around(match[f"n{place}"], music) if "n" in sign else music


def _pattern(sign: str, place: int) -> str:
    """The pattern of a sign; its first `n` is a note."""
    head, note, tail = sign.partition("n")
    return re.escape(head) + (f"(?P<n{place}>{NOTE})" if note else "") + re.escape(tail)


def _around(note: str, music: str) -> str:
    """The music with the notes around this one in the place of their letters."""
    return re.sub("[h-z]", lambda letter: _moved(note, ord(letter[0]) - ord("n")), music)


def _moved(note: str, steps: int) -> str:
    """A note so many steps of the staff higher."""
    octave = (4 if note[0].isupper() else 5) + note.count("'") - note.count(",")
    octave, place = divmod(7 * octave + LETTERS.index(note[0].upper()) + steps, 7)
    letter = LETTERS[place]
    return letter.lower() + "'" * (octave - 5) if octave > 4 else letter + "," * (4 - octave)
