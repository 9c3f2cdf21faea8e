"""The canonical spelling of a tune: one way to write it, IrishMAN's, which the network reads and writes.

`docs/canonical-spelling.md` has the rules. Durations are exact, so that parsing the spelling gives the same notes,
durations, bars and form back; lyrics, titles, words between the music and marks without a meaning are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from tunesmith.music.beats import beam_group
from tunesmith.notation.elements import (
    Chord,
    Decoration,
    Element,
    Ending,
    GraceGroup,
    MultiBarRest,
    Note,
    Rest,
    SlurClose,
    SlurOpen,
    Space,
    TupletMark,
)
from tunesmith.notation.meter import Meter
from tunesmith.notation.spelling import (
    DIRECTIONS,
    decoration_text,
    line_text,
    mark_text,
    meter_text,
    timed_text,
    tuplet_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.notation.bars import Bar
    from tunesmith.notation.tune import Tune

__all__ = ["UNITS", "Beams", "Spelling", "spelling_of"]

Beams: TypeAlias = Literal["source", "beat"]

WIDTH = 100
UNITS = (Fraction(1, 4), Fraction(1, 8), Fraction(1, 16))
"""The unit note lengths that a canonical spelling keeps."""
EVEN = (1, 1)  # the tuplet of a note that is in none
Parts: TypeAlias = tuple[int, int]
"""A length as numerator and denominator, in lowest terms: to count in whole numbers is quicker than in fractions."""


class Spelling(NamedTuple):
    """The canonical spelling of a tune: its text, without a newline at its end, and its bars without bar lines."""

    text: str
    bars: tuple[str, ...]  # each with the ending that starts at it


@dataclass(slots=True)
class Word:
    """A note, chord or rest with all that is written before and after it."""

    before: str  # chord symbols, annotations and grace notes, which stand before the space
    marks: str  # the tuplet, decorations and slurs, which stand after it
    timed: Note | Chord | Rest | MultiBarRest
    length: Parts  # in units, without tuplet and broken rhythm
    apart: bool  # whether a space stands before it
    tuplet: int  # a number for each tuplet, 0 outside
    after: str = ""  # the slurs that end here
    broken: str = ""  # the broken rhythm that leads to the next note
    halved: bool = False  # whether it is the second note of a broken rhythm


@dataclass(slots=True)
class Speller:
    """Collects the words of one bar after another; a tuplet may go on over a bar line."""

    unit: Parts  # of a whole note
    beams: Beams
    tuplet_parts: Parts = EVEN  # the time of its notes for so many of them
    span: int = 0
    left: int = 0
    tuplets: int = 0
    before: str = ""
    tuplet: str = ""
    marks: str = ""
    words: list[Word] = field(default_factory=list)

    def bar(self, bar: Bar) -> str:
        """The spelling of a bar, without its bar lines."""
        self.words = []
        spaced = True
        for element in bar.elements:
            if isinstance(element, Space):
                spaced = True
            elif isinstance(element, (Note, Chord, Rest, MultiBarRest)):
                self.add(element, spaced)
                spaced = False
            else:
                self.note_mark(element)
        self.space(bar.meter)
        break_rhythms(self.words)
        return "".join(map(spell, self.words)) + self.flush()

    def space(self, meter: Meter) -> None:
        """Set the words of a bar apart, but for those inside a beam: notes and rests written shorter than a quarter."""
        if self.beams == "beat":
            for word, on_beat in zip(self.words, starts_beat(self.words, meter), strict=True):
                word.apart = on_beat
        more, less = self.unit
        beamed = False
        for word in self.words:
            over, under = word.length
            before, beamed = beamed, 4 * over * more < under * less and not isinstance(word.timed, MultiBarRest)
            word.apart = word.apart or not (before and beamed)

    def flush(self) -> str:
        """The marks that no note follows in their bar; a tuplet's mark waits for its note in the next."""
        text = self.before + self.marks
        self.before = self.marks = ""
        if self.left < self.span:
            self.left = 0
        return text

    def add(self, timed: Note | Chord | Rest | MultiBarRest, spaced: bool) -> None:
        """Take a note, chord or rest with the marks collected before it."""
        (time, count), tuplet = EVEN, 0
        if self.left and not isinstance(timed, MultiBarRest):
            self.left -= 1
            (time, count), tuplet = self.tuplet_parts, self.tuplets
        (over, under), (more, less) = timed.duration.as_integer_ratio(), self.unit
        length = lowest(over * less * count, under * more * time)
        self.words.append(Word(self.before, self.tuplet + self.marks, timed, length, spaced, tuplet))
        self.before = self.tuplet = self.marks = ""

    def note_mark(self, element: Element) -> None:
        """Collect what belongs to the next note, or to the note before."""
        if isinstance(element, SlurClose):
            if self.words:
                self.words[-1].after += ")"
        elif isinstance(element, TupletMark):
            self.tuplet_parts, self.left = (element.time, element.count), element.span
            self.span = element.span
            self.tuplets += 1
            self.tuplet = tuplet_text(element)
        elif isinstance(element, Decoration) and element.name not in DIRECTIONS:
            self.marks += decoration_text(element)
        elif isinstance(element, SlurOpen):
            self.marks = self.marks.removesuffix(".") + "(" + "." * self.marks.endswith(".")  # `.(` is a dotted slur
        elif isinstance(element, GraceGroup):
            self.before, self.marks = self.before + self.marks + mark_text(element), ""
        else:
            self.before += mark_text(element)


def lowest(over: int, under: int) -> Parts:
    """A length in lowest terms."""
    common = gcd(over, under)
    return over // common, under // common


def starts_beat(words: Sequence[Word], meter: Meter) -> Iterator[bool]:
    """Whether a new beam starts at each word of a bar."""
    group = beam_group(meter.beats, meter.unit)
    durations = [word.timed.duration.as_integer_ratio() for word in words]
    ticks = lcm(group.denominator, *{under for _, under in durations})  # of a whole note
    span, onset = group.numerator * ticks // group.denominator, 0
    for over, under in durations:
        yield onset % span == 0
        onset += over * (ticks // under)


def break_rhythms(words: Sequence[Word]) -> None:
    """Write neighbours of 3:1 and 1:3 as broken rhythm, from left to right, where nothing stands between them."""
    for first, second in pairwise(words):
        if first.halved:
            continue
        (over, under), (more, less) = first.length, second.length
        mine, its = over * less, more * under  # as 3:1 or 1:3, or else most often as 1:1
        if mine == 3 * its and may_break(first, second, half := lowest(2 * more, less)):
            first.length = second.length = half
            first.broken, second.halved = ">", True
        elif its == 3 * mine and may_break(first, second, half := lowest(2 * over, under)):
            first.length = second.length = half
            first.broken, second.halved = "<", True


def may_break(first: Word, second: Word, half: Parts) -> bool:
    """Whether two neighbours may be written as broken rhythm: in one beam and one tuplet, `half` of both plain."""
    return (
        not second.apart
        and not second.before
        and first.tuplet == second.tuplet
        and not isinstance(first.timed, Rest)
        and not isinstance(second.timed, Rest)
        and half[0] in (1, 2)
    )


def spell(word: Word) -> str:
    """A word with all its marks."""
    space = " " if word.apart else ""
    return f"{word.before}{space}{word.marks}{timed_text(word.timed, word.length)}{word.broken}{word.after}"


def spelling_of(tune: Tune, beams: Beams) -> Spelling:
    """The canonical spelling of a tune, with its spaces between short notes, or with these in groups of a beat."""
    unit = tune.unit if tune.unit in UNITS else Fraction(1, 8)
    head = [f"X:{tune.reference or 0}", f"L:{unit.numerator}/{unit.denominator}"]
    head += [f"Q:{tune.tempo}"] if tune.tempo else []
    head += [f"M:{meter_text(tune.meter)}", f"K:{tune.key}"]
    opening = tune.bars[0].opening
    start = line_text(opening) if opening and opening.double else ""
    speller = Speller(unit.as_integer_ratio(), beams)
    music = [speller.bar(bar) for bar in tune.bars]
    lines = [" " + line_text(bar.closing) if bar.closing else "" for bar in tune.bars]
    endings = [ending_text(bar, line) for bar, line in zip(tune.bars, [start, *lines[:-1]], strict=True)]
    pieces = [bar + line + after for bar, line, after in zip(music, lines, [*endings[1:], ""], strict=True)]
    text = "\n".join([*head, *wrapped([start + endings[0] + pieces[0], *pieces[1:]])])
    return Spelling(text, tuple([ending + bar for ending, bar in zip(endings, music, strict=True)]))


def ending_text(bar: Bar, line: str) -> str:
    """The ending that starts at a bar, with a bracket where no bar line is before it."""
    ending = next((element for element in bar.elements if isinstance(element, Ending)), None)
    if ending is None or not ending.numbers:
        return ""
    numbers = ",".join(map(str, ending.numbers))
    return numbers if line.endswith("|") else f" [{numbers}"


def wrapped(bars: Sequence[str]) -> Iterator[str]:
    """Lines of at most 100 characters, each with a space at its end but the last, broken after bars."""
    line = bars[0]
    for bar in bars[1:]:
        if len(line) + len(bar) + 1 > WIDTH:
            yield line + " "
            line = bar
        else:
            line += bar
    yield line
