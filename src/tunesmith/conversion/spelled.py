"""The measures of a staff as lines of ABC: each bar, the bar lines between them, and the words below."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tunesmith.conversion.measures import NO_RATIO, Edge, Struck
from tunesmith.conversion.musicxml.changes import Staff
from tunesmith.conversion.musicxml.marks_read import decoration
from tunesmith.conversion.musicxml.names import BAR_STYLES
from tunesmith.music.notes import SPELLED
from tunesmith.notation.accidentals import Accidentals
from tunesmith.notation.canonical import UNITS
from tunesmith.notation.spelling import length_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.conversion.measures import Measure, Tone

__all__ = ["Speller", "unit_for"]

BARS_A_LINE: Final = 4
USUAL: Final = Fraction(1, 8)
NOTHING: Final = Edge()


def unit_for(measures: Sequence[Measure]) -> Fraction:
    """The unit note length in which most lengths need no figure."""
    lengths = [
        struck.duration / struck.ratio.factor for m in measures for layer in m.layers.values() for struck in layer
    ]
    return max(reversed(UNITS), key=lambda unit: (lengths.count(unit), unit == USUAL))


class Speller:
    """Writes one staff of a part; `staff` knows its key, meter and clef."""

    def __init__(self, unit: Fraction, staff: Staff) -> None:
        self.unit = unit
        self.staff = staff
        self.accidentals = Accidentals(staff.key.signature)
        self.tied: dict[tuple[str, int], int] = {}
        self.sung: list[list[dict[str, str]]] = []  # of the line being written: of each bar, of each note

    def lines(self, measures: Sequence[Measure]) -> Iterator[str]:
        """The lines of music with their words; systems as the file has them, else four bars each."""
        systems = any(measure.new_line for measure in measures)
        line = opening(measures[0].left) + ending(measures[0].left)
        count = place = 0
        while place < len(measures):
            bars = self.silent_bars(measures[place:])
            music = self.staff.start(measures[place]) + f"Z{bars}" if bars else self.bar(measures[place])
            place += max(bars, 1)
            left = measures[place].left if place < len(measures) else NOTHING
            line += music + " " + border(measures[place - 1].right, left, last=place == len(measures))
            count += 1
            if place == len(measures) or (measures[place].new_line if systems else count % BARS_A_LINE == 0):
                yield line.strip()
                yield from self.words()
                line, self.sung = "", []
            line += ending(left) if not line else " " + ending(left)

    def silent_bars(self, measures: Sequence[Measure]) -> int:
        """How many bars of rest the first of these measures begins, as the file has it drawn; 0 for none."""
        first = measures[0]
        quiet = first.rests > 1 and len(first.changes) < 2 and all(map(silent, measures[: first.rests]))
        return min(first.rests, len(measures)) if quiet else 0

    def bar(self, measure: Measure) -> str:
        """The music of one bar."""
        text = self.staff.start(measure)
        self.accidentals.change_key(self.staff.key.signature)
        self.accidentals.start_bar()
        main, *others = layers_of(measure, self.staff.number) or [[]]
        length = measure.length or self.staff.capacity
        self.sung.append([])
        text += self.layer(measure, filled(main, length, invisible=measure.padded), main=True)
        for layer in others:
            self.accidentals.start_bar()
            tied, self.tied = self.tied, {}
            text += " & " + self.layer(measure, filled(layer, length, invisible=True), main=False)
            self.tied = tied
        return text

    def layer(self, measure: Measure, layer: Sequence[Struck], *, main: bool) -> str:
        """One layer of a bar, with what is said and changed at its times."""
        events = self.beside(measure) if main else []
        groups = tuplets(layer)
        text = ""
        joined = True
        for struck in layer:
            said = ""
            while events and events[0][0] <= struck.onset:
                said += self.said(events.pop(0)[1])
            if main:
                self.sung[-1] += [struck.words] if struck.tones else []
            apart = "" if joined or not text else " "
            text += apart + said + self.note(struck, groups.get(id(struck), ""))
            joined = struck.joins_next if measure.beams else self.within_beat(struck)
        return text + "".join(self.said(event) for _, event in events)

    def within_beat(self, struck: Struck) -> bool:
        """Whether the note after this one is beamed to it, where the file has no beams."""
        end = struck.onset + struck.duration
        beat = Fraction(3, 8) if self.staff.compound else Fraction(1, 4)
        return struck.duration < Fraction(1, 4) and bool(end % beat)

    def beside(self, measure: Measure) -> list[tuple[Fraction, str]]:
        """What is said, and what is changed inside the bar, in the order of time."""
        said = [(when, text) for when, staff, text in measure.said if staff in (0, self.staff.number) and text]
        said += [(when, text) for when, text in self.staff.inside(measure)]
        return sorted(said, key=lambda event: event[0])

    def said(self, text: str) -> str:
        """A change of key takes effect where it is written."""
        if text.startswith("[K:") and self.staff.turn(text):
            self.accidentals.change_key(self.staff.key.signature)
        return text

    def note(self, struck: Struck, tuplet: str) -> str:
        """A note, chord or rest with all that is attached to it."""
        graces = "".join(self.pitch(tone) + length_text(length / self.unit) for tone, length, _ in struck.graces)
        slash = "/" if struck.graces and struck.graces[0][2] else ""
        before = f"{{{slash}{graces}}}" if graces else ""
        before = tuplet + "(" * struck.opens + before + "".join(map(decoration, struck.marks))
        length = struck.duration / struck.ratio.factor
        if not struck.tones:
            return before + ("x" if struck.invisible else "z") + length_text(length / self.unit) + ")" * struck.closes
        text = self.tones(struck, length)
        self.tied = {(tone.letter, tone.octave): tone.alter for tone in struck.tones if tone.tied}
        return before + text + ")" * struck.closes

    def tones(self, struck: Struck, length: Fraction) -> str:
        """The pitches of a note or chord, its length and ties."""
        first, *others = struck.tones
        written = length_text(length / self.unit)
        if not others:
            return self.pitch(first) + written + "-" * first.tied
        alike = all(tone.tied for tone in struck.tones)
        inside = "".join(
            self.pitch(tone) + length_text(tone.duration / first.duration) + "-" * (tone.tied and not alike)
            for tone in struck.tones
        )
        return f"[{inside}]{written}" + "-" * alike

    def pitch(self, tone: Tone) -> str:
        """A pitch, with its accidental where one is drawn or needed."""
        octave = tone.octave - self.staff.octaves
        place = tone.letter, octave
        sign: int | None = None
        if not (tone.held and self.tied.get((tone.letter, tone.octave)) == tone.alter):
            needed = tone.alter != self.accidentals.expected(*place)
            sign = tone.alter if needed or tone.signed else None
            self.accidentals.apply(*place, sign)
        elif tone.signed:
            sign = tone.alter
            self.accidentals.apply(*place, sign)
        letter = tone.letter if octave < 5 else tone.letter.lower()
        written = "" if sign is None else SPELLED[sign]
        return written + letter + ("," * (4 - octave) if octave < 5 else "'" * (octave - 5))

    def words(self) -> Iterator[str]:
        """The `w:` lines below the line of music: a syllable, a hold or a gap for each note."""
        notes = [words for bar in self.sung for words in bar]
        for verse in sorted({verse for words in notes for verse in words}):
            texts: list[str] = []
            held = False
            for words in notes:
                text = words.get(verse)
                if text is None:
                    texts.append("_" if held else "*")
                    continue
                held = text.endswith("_")
                texts.append(text.rstrip("_") if held else text)
            yield "w: " + " ".join(texts).replace("- ", "-").rstrip("* ")


def silent(measure: Measure) -> bool:
    """Whether there is nothing but rests in a measure."""
    return not any(struck.tones for layer in measure.layers.values() for struck in layer)


def layers_of(measure: Measure, staff: int) -> list[list[Struck]]:
    """The layers of one staff, in the order in which the file has them; what overlaps itself is two layers."""
    result: list[list[Struck]] = []
    for (number, _), struck in measure.layers.items():
        if number == staff:
            result += apart(sorted(struck, key=lambda one: one.onset))
    return [layer for layer in result if any(one.tones for one in layer)] or result[:1]


def apart(struck: Sequence[Struck]) -> list[list[Struck]]:
    """Notes in as many layers as it takes for none to begin before the one before it has ended."""
    layers: list[list[Struck]] = []
    for one in struck:
        free = next((layer for layer in layers if layer[-1].onset + layer[-1].duration <= one.onset), None)
        if free is None:
            layers.append([one])
        else:
            free.append(one)
    return layers


def filled(layer: Sequence[Struck], length: Fraction, *, invisible: bool) -> list[Struck]:
    """The layer without gaps: rests stand for time in which it has nothing."""
    result: list[Struck] = []
    now = Fraction(0)
    for struck in layer:
        if struck.onset > now:
            result.append(Struck(now, struck.onset - now, [], invisible=invisible))
        result.append(struck)
        now = struck.onset + struck.duration
    if now < length:
        result.append(Struck(now, length - now, [], invisible=invisible and bool(layer)))
    return result


def tuplets(layer: Sequence[Struck]) -> dict[int, str]:
    """The mark before the first note of each tuplet, by the `id` of that note.

    A tuplet ends where the file says so, or where time is a binary fraction again.
    """
    marks: dict[int, str] = {}
    group: list[Struck] = []
    for struck, after in pairwise([*layer, None]):
        if struck is None:
            continue
        if struck.ratio == NO_RATIO:
            continue
        group.append(struck)
        passed = sum((one.duration for one in group), start=Fraction(0))
        marked = group[0].tuplet_starts
        whole = struck.tuplet_stops if marked else is_binary(passed)
        if whole or after is None or after.ratio != struck.ratio or after.tuplet_starts:
            marks[id(group[0])] = tuplet_mark(struck.ratio.actual, struck.ratio.normal, len(group))
            group = []
    return marks


def tuplet_mark(actual: int, normal: int, span: int) -> str:
    """The mark of a tuplet."""
    return "(3" if (actual, normal, span) == (3, 2, 3) else f"({actual}:{normal}:{span}"


def is_binary(length: Fraction) -> bool:
    """Whether a length is so many halves of halves of a whole note."""
    return length.denominator & (length.denominator - 1) == 0


def border(right: Edge, left: Edge, *, last: bool) -> str:
    """The bar line between two measures; where an ending is over and nothing else says so, a double one."""
    text = line_text(right, left)
    if right.stops and not left.starts and text == "|":
        return "|]" if last else "||"
    return text


def ending(left: Edge) -> str:
    """The start of an ending."""
    numbers = [part for part in left.starts.replace(",", " ").split() if part.isdigit()]
    return f"[{','.join(numbers)} " if numbers else ""


def opening(left: Edge) -> str:
    """The bar line before the first measure, if it says anything."""
    style = "|:" if left.opens else BAR_STYLES.get(left.style, "|")
    return "" if style == "|" else f"{style} "


def line_text(right: Edge, left: Edge) -> str:
    """The bar line of two edges that meet."""
    if right.closes and left.opens:
        return "::" if right.closes == 1 else ":" * right.closes + "|:"
    if right.closes:
        return ":" * right.closes + "|"
    if left.opens:
        return "|:"
    return BAR_STYLES.get(right.style or left.style or "regular", "|")
