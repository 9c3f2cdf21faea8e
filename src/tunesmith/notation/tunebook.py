"""Tunebooks: files of many tunes (section 2.2 of the ABC standard 2.1).

A tune goes from its `X:` to the next empty line. Fields and directives before the first tune hold for all tunes that do
not say otherwise; what stands between tunes is text. Music after an empty line is lost: it stays at the end of the text
of the tune before it, so that the parser reports it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tunesmith.music.fields import FIELD_LINE, letters
from tunesmith.notation.blocks import block_lines
from tunesmith.notation.lines import NEWLINE, line_starts, unified
from tunesmith.notation.scanner import is_music_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["BookTune", "numbered_tunebook", "read_tunebook", "split_tunebook"]

FIELD: Final = re.compile(FIELD_LINE)
REFERENCE: Final = re.compile(r"^X:.*", re.MULTILINE)
DEFAULT: Final = re.compile(rf"(?:[{''.join(sorted(letters('file')))}]:|%%(?!abc-charset|abc-version|begin|end))")
"""What may stand before the first tune and applies to all."""
TOGETHER: Final = letters("adds")
STARTS: Final = letters("starts")


@dataclass(frozen=True, slots=True)
class BookTune:
    """A tune of a file, at `line` of it, from the character `start` to before `end`.

    `raw` are its characters, with `defaults` (whole lines) out of the file's header after its first line.
    """

    raw: str
    line: int
    start: int
    end: int
    defaults: str = ""

    @property
    def text(self) -> str:
        """The tune as it can stand alone, its lines ending in line feeds."""
        return unified(self.raw)

    def line_in_file(self, line: int) -> int:
        """The line of the file that a line of the text is; that of the tune's first line for a default."""
        added = self.defaults.count("\n")
        return self.line + (line - 1 if line == 1 else max(0, line - 1 - added))

    def without_defaults(self, text: str) -> str:
        """What the tune becomes in its file, where `text` is the new form of `raw`."""
        return text.replace(self.defaults, "", 1) if self.defaults else text


def numbered_tunebook(texts: Iterable[str], first: int = 1) -> str:
    """A file of these tunes, numbered from `first`, an empty line between two."""
    numbered = (REFERENCE.sub(f"X:{number}", text, count=1) for number, text in enumerate(texts, start=first))
    return "\n".join(f"{text}\n" for text in numbered)


def split_tunebook(text: str) -> list[str]:
    """The tunes of a file, each from its `X:` on, with the fields of the file header that it does not have itself."""
    return [tune.text for tune in read_tunebook(text)]


def read_tunebook(text: str) -> list[BookTune]:
    """The tunes of a file with their places in it; none where no line begins with `X:`."""
    starts, places = NEWLINE.split(text), line_starts(text)
    blocks = block_lines(starts) if "begin" in text else frozenset[int]()
    firsts = [index for index, line in enumerate(starts) if line.startswith("X:") and index not in blocks]
    if not firsts:
        return []
    common = list(file_header(starts[: firsts[0]]))
    places.append(len(text))
    tunes = []
    for first, after in pairwise([*firsts, len(starts)]):
        last = first + tune_length(starts[first:after], frozenset(index - first for index in blocks))
        start, end = places[first], places[last] + len(starts[last])
        defaults = "".join(f"{line}\n" for line in missing(common, starts[first : last + 1]))
        head = places[first + 1] if first < last else end
        raw = text[start:head] + defaults + text[head:end] if defaults and head < end else text[start:end]
        tunes.append(BookTune(raw, first + 1, start, end, defaults if head < end else ""))
    return tunes


def file_header(lines: Sequence[str]) -> Iterator[str]:
    """The lines before the first tune that apply to all: those of every paragraph that holds no free text."""
    blocks = block_lines(lines)
    paragraph: list[str] = []
    for index, line in enumerate([*lines, ""]):
        if index in blocks:
            continue
        if line.strip():
            paragraph.append(line)
            continue
        if all(FIELD.match(one) or one.startswith("%") for one in paragraph):
            yield from (one for one in paragraph if DEFAULT.match(one))
        paragraph = []


def missing(common: Sequence[str], tune: Sequence[str]) -> Iterator[str]:
    """The lines of the file header that a tune does not replace by a field of its own."""
    if common:
        key = next((index for index, line in enumerate(tune) if line.startswith("K:")), len(tune) - 1)
        own = {line[0] for line in tune[: key + 1] if FIELD.match(line)} - TOGETHER
        yield from (line for line in common if line.startswith("%") or line[0] not in own)


def tune_length(lines: Sequence[str], blocks: frozenset[int]) -> int:
    """The index of the last line of a tune: before the first empty line, or the last line of music lost after it."""
    empty = (index for index, line in enumerate(lines) if not line.strip() and index not in blocks)
    end = next(empty, len(lines))
    headless = not any(line.startswith("K:") for line in lines[:end])
    lost = [index for index in range(end, len(lines)) if index not in blocks and is_lost(lines[index], headless)]
    return lost[-1] if lost else end - 1


def is_lost(line: str, headless: bool) -> bool:
    """Whether a line after an empty one would be read if that were not there."""
    field = FIELD.match(line) is not None
    return (headless and field) or (field and line[0] in STARTS) or is_music_line(line)
