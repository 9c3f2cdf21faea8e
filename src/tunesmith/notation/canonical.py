"""The canonical spelling of a tune: one way to write it, IrishMAN's, which the network reads and writes.

`docs/canonical-spelling.md` has the rules. Durations are exact, so that parsing the spelling gives the same notes,
durations, bars and form back; lyrics, titles, words between the music and marks that mean nothing are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from tunesmith.errors import AbcError
from tunesmith.notation.elements import (
    Annotation,
    BarLine,
    Chord,
    ChordSymbol,
    Decoration,
    Element,
    Ending,
    Field,
    GraceGroup,
    InlineField,
    MultiBarRest,
    Note,
    Rest,
    SlurClose,
    SlurOpen,
    Space,
    TupletMark,
)
from tunesmith.notation.key import Key
from tunesmith.notation.meter import Meter, Tempo
from tunesmith.notation.scanner import DECORATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.notation.bars import Bar
    from tunesmith.notation.tune import Tune

__all__ = ["Beams", "canonical"]

Beams: TypeAlias = Literal["source", "beat"]

WIDTH = 100
QUARTER = Fraction(1, 4)
UNITS = (Fraction(1, 4), Fraction(1, 8), Fraction(1, 16))
ONE = Fraction(1)

DECORATION_SPELLINGS = {
    "staccato": ".",
    "roll": "~",
    "trill": "T",
    "upbow": "u",
    "downbow": "v",
    "uppermordent": "P",
    "pralltriller": "P",
    "lowermordent": "M",
    "mordent": "M",
    "accent": "!>!",
    "emphasis": "!>!",
    "segno": "S",
    "coda": "O",
}


DIRECTIONS = frozenset(
    "segno coda D.S. D.C. dacoda dacapo fine pppp ppp pp p mp mf f ff fff ffff sfz crescendo( crescendo) diminuendo( "
    "diminuendo) <( <) >( >) ped ped-up".split(" ")
)
"""The decorations that belong to a moment rather than to a note, and stand before the space."""


@dataclass(slots=True)
class Word:
    """A note, chord or rest with all that is written before and after it."""

    before: str  # chord symbols, annotations and grace notes, which stand before the space
    marks: str  # the tuplet, decorations and slurs, which stand after it
    timed: Note | Chord | Rest | MultiBarRest
    length: Fraction  # in units, without tuplet and broken rhythm
    apart: bool  # whether a space stands before it
    tied: bool = False
    after: str = ""  # the slurs that end here
    broken: str = ""  # the broken rhythm that leads to the next note
    tuplet: int = 0  # a number for each tuplet, 0 outside


@dataclass(slots=True)
class Speller:
    """Collects the words of one bar after another; a tuplet may go on over a bar line."""

    unit: Fraction
    beams: Beams
    factor: Fraction = ONE
    left: int = 0
    tuplets: int = 0
    before: str = ""
    marks: str = ""
    words: list[Word] = field(default_factory=list)

    def bar(self, bar: Bar) -> str:
        """The spelling of a bar, without its bar lines."""
        self.words = []
        spaced = True
        for element in bar.elements:
            if isinstance(element, Note | Chord | Rest | MultiBarRest):
                self.add(element, spaced)
                spaced = False
            elif isinstance(element, Space):
                spaced = True
            else:
                self.note_mark(element)
        onset = Fraction(0)
        for index, word in enumerate(self.words):
            before = self.words[index - 1] if index else None
            word.apart = before is None or self.is_apart(before, word, onset, bar.meter)
            onset += word.timed.duration
        break_rhythms(self.words)
        return "".join(map(spell, self.words)) + self.flush()

    def flush(self) -> str:
        """The marks that no note follows in their bar; a tuplet's mark waits for its note in the next."""
        text, self.before = self.before, ""
        if not self.left:
            text, self.marks = text + self.marks, ""
        return text

    def add(self, timed: Note | Chord | Rest | MultiBarRest, spaced: bool) -> None:
        """Take a note, chord or rest with the marks collected before it."""
        factor, tuplet = ONE, 0
        if self.left and not isinstance(timed, MultiBarRest):
            self.left -= 1
            factor, tuplet = self.factor, self.tuplets
        length = timed.duration / (self.unit * factor)
        self.words.append(Word(self.before, self.marks, timed, length, spaced, tuplet=tuplet))
        self.words[-1].tied = isinstance(timed, Note | Chord) and timed.tied
        self.before = self.marks = ""

    def note_mark(self, element: Element) -> None:
        """Collect what belongs to the next note, or to the note before."""
        if isinstance(element, SlurClose):
            if self.words:
                self.words[-1].after += ")"
        elif isinstance(element, TupletMark):
            self.factor, self.left = Fraction(element.time, element.count), element.span
            self.tuplets += 1
            self.marks += tuplet_text(element)
        elif isinstance(element, Decoration) and element.name not in DIRECTIONS:
            self.marks += decoration_text(element)
        elif isinstance(element, SlurOpen):
            self.marks += "("
        elif isinstance(element, GraceGroup) and not self.left:
            self.before, self.marks = self.before + self.marks + mark_text(element), ""
        else:
            self.before += mark_text(element)

    def is_apart(self, before: Word, word: Word, onset: Fraction, meter: Meter) -> bool:
        """Whether a space stands between two words: none inside a beam."""
        if self.beams == "beat":
            return not (beamable(before, self.unit) and beamable(word, self.unit)) or starts_beat(onset, meter)
        return word.apart or not (beamable(before, self.unit) and beamable(word, self.unit))


def beamable(word: Word, unit: Fraction) -> bool:
    """Whether the written note is shorter than a quarter; a rest may stand inside a beam."""
    return word.length * unit < QUARTER and not isinstance(word.timed, MultiBarRest)


def starts_beat(onset: Fraction, meter: Meter) -> bool:
    """Whether a new beam starts at this onset in the bar."""
    return (onset / beam_group(meter)).denominator == 1


def beam_group(meter: Meter) -> Fraction:
    """How much of a bar one beam may span, in whole notes."""
    if meter.compound:
        return Fraction(3, meter.unit)
    if meter.beats == 3 and meter.unit == 8:
        return Fraction(3, 8)
    if meter.free or (meter.unit in (2, 4) and meter.capacity in (ONE, Fraction(2))):
        return Fraction(1, 2)
    return QUARTER


def break_rhythms(words: Sequence[Word]) -> None:
    """Write neighbours of 3:1 and 1:3 as broken rhythm, from left to right, where nothing parts them."""
    for first, second in zip(words, words[1:], strict=False):
        if not may_break(first, second):
            continue
        if first.length == 3 * second.length:
            second.length *= 2
            first.length = second.length
            first.broken = ">"
        elif second.length == 3 * first.length:
            first.length *= 2
            second.length = first.length
            first.broken = "<"


def may_break(first: Word, second: Word) -> bool:
    """Whether two neighbours may be written as broken rhythm: in one beam and one tuplet, with a plain length."""
    shorter = min(first.length, second.length)
    return (
        not second.apart
        and not second.before
        and first.tuplet == second.tuplet
        and (2 * shorter).numerator in (1, 2)
        and not isinstance(first.timed, Rest)
        and not isinstance(second.timed, Rest)
    )


def spell(word: Word) -> str:
    """A word with all its marks."""
    return word.before + " " * word.apart + word.marks + timed_text(word) + "-" * word.tied + word.broken + word.after


def timed_text(word: Word) -> str:
    """A note, chord or rest with its length."""
    timed, length = word.timed, length_text(word.length)
    if isinstance(timed, Note):
        return pitch_text(timed) + length
    if isinstance(timed, Rest):
        return ("x" if timed.invisible else "z") + length
    if isinstance(timed, MultiBarRest):
        return ("X" if timed.invisible else "Z") + length_text(Fraction(timed.bars))
    first = timed.notes[0].length
    inner = (
        pitch_text(note) + length_text(note.length / first) + "-" * (note.tied and not timed.tied)
        for note in timed.notes
    )
    return "[" + "".join(inner) + "]" + length


def pitch_text(note: Note) -> str:
    """A note's accidental, letter and octave."""
    sign = "" if note.accidental is None else ("__", "_", "=", "^", "^^")[note.accidental + 2]
    if note.octave < 5:
        return sign + note.letter + "," * (4 - note.octave)
    return sign + note.letter.lower() + "'" * (note.octave - 5)


def length_text(length: Fraction) -> str:
    """A length in units: nothing for 1, `/` for a half, `/4`, `3/2`."""
    over, under = length.numerator, length.denominator
    if under == 1:
        return "" if over == 1 else str(over)
    return ("" if over == 1 else str(over)) + "/" + ("" if (over, under) == (1, 2) else str(under))


def tuplet_text(mark: TupletMark) -> str:
    """`(3` for a triplet, `(p:q:r` for all others."""
    return "(3" if (mark.count, mark.time, mark.span) == (3, 2, 3) else f"({mark.count}:{mark.time}:{mark.span}"


def decoration_text(mark: Decoration) -> str:
    """A decoration; those without a meaning are left out."""
    if mark.name not in DECORATIONS:
        return ""
    return DECORATION_SPELLINGS.get(mark.name, f"!{mark.name}!")


def mark_text(element: Element) -> str:
    """What stands before the space before a note."""
    if isinstance(element, ChordSymbol | Annotation):
        return element.text
    if isinstance(element, GraceGroup):
        return "".join(element.text.split())
    if isinstance(element, Decoration):
        return decoration_text(element)
    if isinstance(element, Field | InlineField):
        text = field_text(element.letter, element.value)
        return f"[{text}]" if text else ""
    return ""


def field_text(letter: str, value: str) -> str:
    """A key, meter or tempo in its canonical spelling; nothing for other fields, and for what makes no sense."""
    try:
        if letter == "K":
            return f"K:{Key.parse(value)}"
        if letter == "M":
            return f"M:{meter_text(Meter.parse(value))}"
        tempo = Tempo.parse(value) if letter == "Q" else None
        return f"Q:{tempo}" if tempo else ""
    except AbcError:
        return ""


def meter_text(meter: Meter) -> str:
    """`4/4` for `C`, `2/2` for `C|`."""
    return {"C": "4/4", "C|": "2/2"}.get(meter.symbol, meter.symbol)


def canonical(tune: Tune, *, beams: Beams = "source", reference: bool = True) -> str:
    """The canonical spelling of a tune, without a newline at its end.

    `beams`: "source" keeps the spaces between short notes, "beat" groups them by the meter's beats.
    """
    unit = tune.unit if tune.unit in UNITS else Fraction(1, 8)
    head = [f"X:{tune.reference or 0}"] if reference else []
    head += [f"L:{unit.numerator}/{unit.denominator}"]
    head += [f"Q:{tune.tempo}"] if tune.tempo else []
    head += [f"M:{meter_text(tune.meter)}", f"K:{tune.key}"]
    return "\n".join([*head, *wrapped(chunks(tune.bars, Speller(unit, beams)))])


def chunks(bars: Sequence[Bar], speller: Speller) -> Iterator[str]:
    """The spelling of the music, bar by bar, each with the bar line and ending number after it."""
    opening = bars[0].opening
    start = line_text(opening) if opening and opening.double else ""
    start += ending_text(bars[0], start)
    for bar, after in zip(bars, [*bars[1:], None], strict=True):
        text = start + speller.bar(bar)
        closing = " " + line_text(bar.closing) if bar.closing else ""
        yield text + closing + (ending_text(after, closing) if after else "")
        start = ""


def line_text(line: BarLine) -> str:
    """A bar line in its canonical spelling."""
    if line.closes and line.opens:
        return "::" if line.closes == line.opens == 1 else ":" * line.closes + "|" + ":" * line.opens
    if line.closes or line.opens:
        return ":" * line.closes + "|" + ":" * line.opens
    if line.double:
        return "|]" if "]" in line.text else "||"
    return "|"


def ending_text(bar: Bar, line: str) -> str:
    """The ending that starts at a bar, with a bracket where no bar line is before it."""
    ending = next((element for element in bar.elements if isinstance(element, Ending)), None)
    if ending is None:
        return ""
    numbers = ",".join(map(str, ending.numbers))
    return numbers if line.endswith("|") else f" [{numbers}"


def wrapped(bars: Iterator[str]) -> Iterator[str]:
    """Lines of at most 100 characters, each with a space at its end but the last, broken after bars."""
    line = next(bars)
    for bar in bars:
        if len(line) + len(bar) + 1 > WIDTH:
            yield line + " "
            line = bar
        else:
            line += bar
    yield line
