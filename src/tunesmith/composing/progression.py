"""Chords that a tune is composed to: from `D | G A | D | A7 :|` to the chart that the grammar keeps.

Bars stand between bar lines, parts between double bar lines, repeat signs or line ends. The chords of a bar share its
beats equally, and the first ones get the beats that are left over; `%` or `.` repeats the chord before.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import TYPE_CHECKING

from tunesmith.analysis.chords import ChordName
from tunesmith.composing.prompt import usual_meter
from tunesmith.errors import AbcError, RequestError
from tunesmith.grammar.charts import Chart, ChartBar, ChartChord
from tunesmith.grammar.outlines import PartOutline
from tunesmith.grammar.tables import STRUMMED
from tunesmith.music.chord_symbols import is_no_chord
from tunesmith.notation.meter import Meter, pulse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing.request import Request
    from tunesmith.grammar.outlines import Outline

__all__ = ["Section", "charted", "lead_sheet", "names_in", "sampled_pickup", "sections_of"]

BAR_LINE = re.compile(r"([|:\[\]]+)")
AGAIN = ("%", ".")
DEFAULT, COMMON = "4/4", (4, 4)
"""The meter of a progression when the request names none."""
UNIT = Fraction(1, 8)
PHRASE, LONGEST_FREE_PART, MOST_BARS = 4, 16, 64  # bars
QUARTER = Fraction(1, 4)
"""No change of chord comes sooner than that, nor is less of a bar left for a part's last note."""
PICKUPS: dict[tuple[int, int], tuple[Fraction, float]] = {
    (2, 2): (QUARTER, 0.34), (2, 4): (UNIT, 0.34), (3, 4): (QUARTER, 0.39), (4, 4): (QUARTER, 0.5),
    (6, 8): (UNIT, 0.53), (9, 8): (UNIT, 0.21),
}  # fmt: skip
"""The pickup that most lead sheets in a meter have that have one, and the share of those that have it."""
OFF_CHORD = 0.17
"""The share of the notes on strong beats that are none of the chord's, in lead sheets that people wrote."""


@dataclass(frozen=True, slots=True)
class Section:
    """The chords of a part: for each bar the symbols in order, None where the one before goes on."""

    bars: tuple[tuple[str | None, ...], ...]
    repeated: bool

    @property
    def turns(self) -> range:
        """The bars that a part may have to end with the last of these chords, if the request does not say how many."""
        bars = len(self.bars)
        step = lcm(bars, PHRASE) if bars <= PHRASE and PHRASE % bars == 0 else bars
        least = step * -(-PHRASE // step)
        return range(least, max(least, LONGEST_FREE_PART // step * step) + 1, step)


@lru_cache(maxsize=64)
def sections_of(progression: str) -> tuple[Section, ...]:
    """Read a progression; RequestError with its field and the bar that cannot be read."""
    sections: list[Section] = []
    bars: list[tuple[str | None, ...]] = []
    for line in progression.splitlines():
        pieces = BAR_LINE.split(line)
        for place, piece in enumerate(pieces):
            if place % 2 == 0:
                inner = 0 < place < len(pieces) - 1
                bars += bars_in(piece, len(bars), inner=inner and not ends_part(pieces[place - 1]))
            elif ends_part(piece) and bars:
                sections.append(Section(tuple(bars), ":" in piece.split("|")[0]))
                bars = []
        if bars:
            sections.append(Section(tuple(bars), repeated=False))
            bars = []
    if not sections:
        raise refused("has no chords; write them like D | G A | D | A7 :|")
    return tuple(sections)


def refused(problem: str) -> RequestError:
    """The error that says what is wrong with a progression."""
    return RequestError(problem, field="progression")


def ends_part(line: str) -> bool:
    """Whether another part begins after this bar line."""
    return line != "|"


def bars_in(text: str, before: int, *, inner: bool) -> list[tuple[str | None, ...]]:
    """The bar that stands between two bar lines, `before` bars into its part; none for nothing before the first."""
    words = text.split()
    if not words:
        if inner:
            raise refused(f"has no chord in bar {before + 1} of a part; % repeats the chord before")
        return []
    if not before and words[0] in AGAIN:
        raise refused(f"has a part that begins with {words[0]}, which repeats the chord before")
    for word in words:
        if word not in AGAIN and not (word.isascii() and (ChordName.parse(word) or is_no_chord(word))):
            raise refused(f"must have chord symbols such as G, Em7 or D/F#, not {word!r}")
    return [tuple(None if word in AGAIN else word for word in words)]


def names_in(progression: str) -> list[str]:
    """The chord symbols of a progression, each once."""
    bars = [bar for section in sections_of(progression) for bar in section.bars] if progression else []
    return list(dict.fromkeys(name for bar in bars for name in bar if name))


def sampled_pickup(request: Request, seed: int) -> Fraction | None:
    """The pickup of a tune whose chords are asked for, sampled with its seed; None where the network chooses.

    It has to be known before the first chord symbol is written.
    """
    if request.opening or not (request.progression or request.chords in ("written", "found")):
        return None
    try:
        meter = Meter.parse(request.meter or usual_meter(request.rhythm) or DEFAULT)
    except AbcError:
        return Fraction(0)  # what is wrong with it is said where the plan is made
    length, share = PICKUPS.get((meter.beats, meter.unit), (Fraction(0), 0.0))
    return length if random.Random(f"upbeat {seed}").random() < share else Fraction(0)


def lead_sheet(outline: Outline, pickup: Fraction) -> Outline:
    """The outline with a chord symbol where its first full bar begins; RequestError if its meter takes none."""
    units = outline.units if len(outline.units) == 1 else [UNIT]
    free = len(outline.meters) > 1
    return replace(
        outline, meters=strummed(outline), units=units, pickup=Fraction(0) if free else pickup, symbols="first"
    )


def strummed(outline: Outline) -> list[tuple[int, int]]:
    """The meters of an outline that take chord symbols."""
    meters = [meter for meter in outline.meters if meter in STRUMMED]
    if not meters:
        [(beats, unit), *_] = outline.meters
        problem = f"must be one that takes chord symbols, such as 2/4, 3/4, 4/4 or 6/8, not {beats}/{unit}"
        raise RequestError(problem, field="meter")
    return meters


def charted(outline: Outline, request: Request, pickup: Fraction | None) -> Outline:
    """The outline with the chart of the request's progression; RequestError if its parts or meter do not take it."""
    if request.opening:
        raise refused("cannot be asked for together with an opening")
    sections = sections_of(request.progression)
    meter = strummed(outline)[0] if len(outline.meters) == 1 else COMMON
    parts, taken = parts_of(outline, sections, request)
    names = names_in(request.progression)
    grids = [grid(section, names, meter) for section in sections]
    bars = tuple(
        tuple(grids[section][place % len(grids[section])] for place in range(part.most))
        for part, section in zip(parts, taken, strict=True)
    )
    room = last_segment(bars, meter) - QUARTER
    chart = Chart(tuple(map(chart_chord, names)), bars, OFF_CHORD)
    least = len(parts) if len(sections) > 1 else outline.least_parts
    return replace(
        outline,
        units=[UNIT],
        meters=[meter],
        parts=parts,
        least_parts=least,
        pickup=pickup if pickup is not None and pickup <= room else Fraction(0),
        chart=chart,
    )


def parts_of(outline: Outline, sections: Sequence[Section], request: Request) -> tuple[list[PartOutline], list[int]]:
    """The parts that a progression is composed in, and the section that each of them takes."""
    outlines = list(outline.parts)
    new = [place for place, part in enumerate(outlines) if part.copy_of is None]
    if not (request.form or request.parts) and len(sections) > 1:
        outlines, new = outlines[:1] * len(sections), list(range(len(sections)))
    if len(sections) > len(new):
        raise refused(f"has {len(sections)} parts, but the tune is asked to have {len(new)}")
    taken = [0] * len(outlines)
    for number, place in enumerate(new):
        taken[place] = number % len(sections)
    for place, part in enumerate(outlines):
        if part.copy_of is not None:
            taken[place] = taken[part.copy_of]
        outlines[place] = fitted(part, sections[taken[place]], request, taken[place] + 1)
    return outlines, taken


def fitted(part: PartOutline, section: Section, request: Request, number: int) -> PartOutline:
    """A part that ends with the last chord of its section, unless the request says how many bars it has."""
    bars = len(section.bars)
    if bars > (request.bars or MOST_BARS):
        most = request.bars or MOST_BARS
        raise refused(f"has {bars} bars in part {number}, but a part of the tune has at most {most}")
    if section.repeated and part.repeated is False and part.copy_of is None:
        raise refused(f"repeats its part {number}, but the form {request.form} does not")
    repeated = True if section.repeated and part.copy_of is None else part.repeated
    if request.bars:
        return replace(part, repeated=repeated)
    turns = section.turns
    return replace(part, least=turns[0], most=turns[-1], phrase=turns.step, repeated=repeated)


def slots_in(meter: tuple[int, int]) -> int:
    """How many chords a bar takes: one for each beat of a quarter note or more, else one."""
    read = Meter.parse(f"{meter[0]}/{meter[1]}")
    return int(read.capacity / pulse(read)) if pulse(read) >= QUARTER else 1


def grid(section: Section, names: Sequence[str], meter: tuple[int, int]) -> list[ChartBar]:
    """For each bar and beat of a section, the chord in force and whether its symbol is written there."""
    slots, bars = slots_in(meter), []
    chord = 0
    for number, bar in enumerate(section.bars, start=1):
        if len(bar) > slots:
            beats, unit = meter
            raise refused(f"has {len(bar)} chords in bar {number} of a part; a bar of {beats}/{unit} takes {slots}")
        entries: list[tuple[int, bool]] = []
        for place, name in enumerate(bar):
            chord = names.index(name) if name else chord
            beats_of_it = slots // len(bar) + (place < slots % len(bar))
            entries += [(chord, name is not None and beat == 0) for beat in range(beats_of_it)]
        bars.append(tuple(entries))
    return bars


def last_segment(parts: Sequence[Sequence[ChartBar]], meter: tuple[int, int]) -> Fraction:
    """The shortest stretch between a bar's last symbol and its end, in whole notes."""
    bar_length = Fraction(*meter)
    shortest = bar_length
    for bar in {bar for part in parts for bar in part}:
        last = max((place for place, (_, written) in enumerate(bar) if written), default=0)
        shortest = min(shortest, bar_length * (len(bar) - last) / len(bar))
    return shortest


def chart_chord(name: str) -> ChartChord:
    """A chord by its symbol; under one that asks for silence, every note counts as a note of the chord."""
    chord = ChordName.parse(name)
    return ChartChord(name, chord.pitch_classes if chord else frozenset(range(12)))
