"""The source's own lines of music with the words below them, fitted to the page.

A line that is too long is cut every few bars, and so are the words below it. A pickup that stands on a line of its own
joins the line after it, and so does a line that goes on after the words below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Final, TypeAlias

from tunesmith.notation.elements import BarLine, Chord, Comment, Field, LineBreak, Note, Space, Timed
from tunesmith.notation.lyrics import placed_words

if TYPE_CHECKING:
    from tunesmith.notation import Bar, Element
    from tunesmith.notation.elements import Position

__all__ = ["ends_line", "fitted"]

Words: TypeAlias = "list[list[str]]"
BLANK: Final = "*"
"""What stands under a note without a syllable."""


@dataclass(slots=True)
class MusicLine:
    """A line of music without its end, as bars with the bar line that closes each; `words` under its notes, by verse.

    `breaks` are the bars before which the source forces a new line. `source` is all of it as it is written, with the
    lines of words below it, or empty where it was put together anew. `open` says that it ends in a backslash.
    """

    bars: list[list[Element]]
    words: Words
    breaks: list[int]
    source: list[Element] = field(default_factory=list)
    open: bool = False


def fitted(elements: Iterable[Element], bars: Iterable[Bar], usual: int, most: int) -> Iterator[Element]:
    """The elements with at most `most` bars on each line of music: a longer line is cut after every `usual`.

    Up to `most - usual` bars that are left over join the line before. A pickup does not count: it is the first of its
    line in `bars`, which are those of all voices.
    """
    pickups = {id(next(filter(is_timed, bar.elements))) for bar in bars if bar.fill == "anacrusis"}
    waiting: MusicLine | None = None  # a pickup that stands alone, or a line that goes on
    for line in music_lines(list(source_lines(elements))):
        if isinstance(line, MusicLine):
            line = joined(waiting, line) if waiting else line
            pickup = id(next(filter(is_timed, line.bars[0]))) in pickups
            waiting = line if line.open or (pickup and len(line.bars) == 1) else None
            if not waiting:
                yield from written(line, parts_of(line, pickup, usual, most))
            continue
        if waiting and not all(isinstance(element, Comment | LineBreak) for element in line):
            yield from written(waiting, [range(len(waiting.bars))])
            waiting = None
        yield from line
    if waiting:
        yield from written(waiting, [range(len(waiting.bars))])


def parts_of(line: MusicLine, pickup: bool, usual: int, most: int) -> list[range]:
    """Which bars stand on a line together: as the source has it where it says so."""
    start, count, breaks = 0, len(line.bars), list(line.breaks)
    while not line.breaks and count - start - pickup > most:
        start, pickup = start + usual + pickup, False
        breaks.append(start)
    return [range(*pair) for pair in pairwise([0, *breaks, count])]


def source_lines(elements: Iterable[Element]) -> Iterator[list[Element]]:
    """The elements of each line of source, its end the last; a line that goes on has that of all its lines."""
    line: list[Element] = []
    for element, after in pairwise([*elements, None]):
        if element is None:
            break
        line.append(element)
        if ends_line(line) or (is_end(element) and is_below(after)):
            yield line
            line = []
    if line:
        yield line


def ends_line(elements: Sequence[Element]) -> bool:
    """Whether the last of these elements is the end of a line of music that does not go on after it."""
    if not is_end(elements[-1]):
        return False
    before = next((element for element in reversed(elements[:-1]) if not isinstance(element, Comment | Space)), None)
    return not (isinstance(before, LineBreak) and before.continued)


def is_end(element: Element) -> bool:
    """Whether an element is the end of a line of source."""
    return isinstance(element, LineBreak) and not (element.continued or element.forced)


def is_below(element: Element | None) -> bool:
    """Whether an element stands on a line of its own, so that it interrupts a line of music that goes on."""
    return isinstance(element, Field | Comment)


def music_lines(lines: Sequence[list[Element]]) -> Iterator[MusicLine | list[Element]]:
    """The lines of music, each with the lines of words below it, and all other lines as they are."""
    index = 0
    while index < len(lines):
        line, index = lines[index], index + 1
        if not any(map(is_timed, line)):
            yield line
            continue
        below = []
        while index < len(lines) and isinstance(word := lines[index][0], Field) and word.letter == "w":
            below.append(word)
            line, index = line + lines[index], index + 1
        symbols = index < len(lines) and isinstance(sign := lines[index][0], Field) and sign.letter == "s"
        yield line if symbols else music_line(line, below)


def music_line(source: list[Element], verses: Iterable[Field]) -> MusicLine:
    """One line of music with the verses below it."""
    end = next((i for i, element in enumerate(source) if isinstance(element, Field)), len(source))
    sung = [None if isinstance(e, BarLine) else e for e in source[:end] if isinstance(e, Note | Chord | BarLine)]
    words = [under_notes(verse.value, sung) for verse in verses]
    bars, breaks = bars_of(source[:end])
    goes_on = isinstance(source[end - 1], LineBreak) and not ends_line(source[:end])
    return MusicLine(bars, words, breaks, source, goes_on)


def bars_of(music: Iterable[Element]) -> tuple[list[list[Element]], list[int]]:
    """The bars of a line, and those before which it breaks; what stands after the last of them belongs to it."""
    bars: list[list[Element]] = [[]]
    breaks: list[int] = []
    for element in music:
        between = not any(map(is_timed, bars[-1]))
        if isinstance(element, Comment) or (isinstance(element, LineBreak) and (between or not element.forced)):
            breaks += [len(bars) - 1] if isinstance(element, LineBreak) and element.forced else []
            continue
        bars[-1].append(element)
        if isinstance(element, BarLine) and not between:
            bars.append([])
    rest = bars.pop() if len(bars) > 1 and not any(map(is_timed, bars[-1])) else []
    bars[-1] += rest
    return bars, [place for place in breaks if 0 < place < len(bars)]


def under_notes(words: str, line: Sequence[Element | None]) -> list[str]:
    """What stands under each note of a line."""
    places = [place for place, element in enumerate(line) if element is not None]
    found: dict[int, str] = {}
    last = 0
    for text, place in placed_words(words, line):
        last = last if place is None else place
        found[last] = found.get(last, "") + text
    return [found.get(place, BLANK) for place in places]


def joined(one: MusicLine, other: MusicLine) -> MusicLine:
    """Two lines of music on one."""
    words = [
        (first or [BLANK] * notes_in(one.bars)) + (second or [BLANK] * notes_in(other.bars))
        for first, second in zip_longest(one.words, other.words)
    ]
    breaks = one.breaks + [len(one.bars) + place for place in other.breaks]
    return MusicLine(one.bars + other.bars, words, breaks, open=other.open)


def written(line: MusicLine, parts: Sequence[range]) -> Iterator[Element]:
    """The line as it is written where nothing divides it, else each part of it with the words below."""
    if line.source and len(parts) == 1:
        yield from line.source
        return
    first = 0
    for part in parts:
        bars = line.bars[part.start : part.stop]
        last, at = first + notes_in(bars), bars[0][0].position
        yield from (element for bar in bars for element in bar)
        yield LineBreak("\n", at)
        yield from words_below([verse[first:last] for verse in line.words], at)
        first = last


def words_below(verses: Words, at: Position) -> Iterator[Element]:
    """The lines of words under a line of music."""
    for verse in verses:
        value = " ".join(verse).replace(" _", "_")
        yield Field(f"w:{value}", at, "w", value)
        yield LineBreak("\n", at)


def notes_in(bars: Iterable[Iterable[Element]]) -> int:
    """How many notes and chords there are, each of which may have a syllable."""
    return sum(isinstance(element, Note | Chord) for bar in bars for element in bar)


def is_timed(element: Element) -> bool:
    """Whether an element takes time."""
    return isinstance(element, Timed)
