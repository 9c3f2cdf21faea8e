"""A tune: its header, its music as elements with exact durations, its bars and its form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from tunesmith.errors import AbcError, RequestError
from tunesmith.notation.bars import Bar
from tunesmith.notation.blocks import block_lines
from tunesmith.notation.canonical import Beams, Spelling, spelling_of
from tunesmith.notation.elements import Element, Field, Position, Problem
from tunesmith.notation.form import Form, read_form
from tunesmith.notation.header import HeaderReader
from tunesmith.notation.key import Key
from tunesmith.notation.lines import unified
from tunesmith.notation.meter import Meter, Tempo
from tunesmith.notation.order import play_order
from tunesmith.notation.parser import BodyReader
from tunesmith.notation.playing import Event
from tunesmith.notation.transposition import (
    interval_between,
    nearest_interval,
    transposed,
)
from tunesmith.notation.voices import Voice, carrier, read_voices

if TYPE_CHECKING:
    from fractions import Fraction

    from tunesmith.notation.pitch import Interval

__all__ = ["Tune"]


@dataclass(frozen=True)  # without slots: bars and form are worked out once, when they are asked for
class Tune:
    """One tune, read from ABC.

    `header` and `elements` hold every character of the text between them; `problems` says what could not be read as
    it is written. `meter` and `unit` (the unit note length, in whole notes) are those at the start of the music.

    Bars, form, events and canonical spelling are those of one of its voices: of `lead`, or, where None, of the voice
    that carries the melody. `names` are the voices that the music calls, none for a tune of one voice.
    """

    text: str
    header: tuple[Element, ...] = field(compare=False, repr=False)
    elements: tuple[Element, ...] = field(compare=False, repr=False)
    problems: tuple[Problem, ...] = field(compare=False, repr=False)
    meter: Meter = field(compare=False)
    unit: Fraction = field(compare=False)
    key: Key = field(compare=False)
    names: tuple[str, ...] = field(default=(), compare=False, repr=False)
    lead: str | None = None

    @classmethod
    def parse(cls, text: str) -> Tune:
        """Read one tune; `AbcError` if there is no music in it. Whatever else is wrong is in `problems`."""
        return read_tune(text)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The information fields of the header, in order."""
        return tuple(element for element in self.header if isinstance(element, Field))

    def value(self, letter: str) -> str | None:
        """The value of the first field with this letter, None if there is none."""
        return next((element.value for element in self.fields if element.letter == letter), None)

    def setting(self, letter: str) -> str | None:
        """The value of the last field with this letter, for fields of which a later one replaces those before it."""
        return next((element.value for element in reversed(self.fields) if element.letter == letter), None)

    @property
    def reference(self) -> int | None:
        """The number of the `X:` field, None if it has none."""
        digits = re.match(r"\d{1,9}", self.value("X") or "")
        return int(digits[0]) if digits else None

    @property
    def title(self) -> str | None:
        """The first title."""
        return self.value("T")

    @property
    def rhythm(self) -> str | None:
        """The kind of tune, such as `jig`, as the `R:` field has it."""
        return self.value("R")

    @cached_property
    def tempo(self) -> Tempo | None:
        """The tempo, None if the tune says none in figures."""
        value = self.setting("Q")
        return None if value is None else Tempo.parse(value, self.unit)

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """The voices, in the order of the score; a tune without `V:` has one."""
        return read_voices(self.header, self.elements, self.names, self.meter, self.key)

    @cached_property
    def melody(self) -> Voice:
        """The voice that is called `lead`, else the one most of whose notes lie above all that sounds with them."""
        named = (voice for voice in self.voices if voice.name == self.lead)
        return next(named, None) or carrier(self.voices)

    def led_by(self, name: str | None) -> Tune:
        """The same tune with another voice for its melody, None for the one that has it; RequestError if unknown."""
        if name is None or name == self.lead:
            return self
        names = [voice.name for voice in self.voices]
        if name not in names:
            problem = f"must be one of the tune's, {', '.join(names)}, not {name!r}"
            raise RequestError(problem, field="voice", limits={"choices": names})
        return replace(self, lead=name)

    def alone(self) -> Tune:
        """The tune with no voice but the melody, its text that of the whole."""
        return replace(self, elements=self.melody.elements, names=(), lead=None) if len(self.voices) > 1 else self

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars of the melody, in the order of writing."""
        return self.melody.bars

    @cached_property
    def form(self) -> Form:
        """The parts and how they are repeated."""
        return read_form(self.bars)

    def canonical(self, *, beams: Beams = "source") -> str:
        """The canonical spelling: the same notes, durations, bars and form, in the one way that the network reads.

        `beams`: "source" keeps the spaces between short notes, "beat" groups them by the meter's beats.
        """
        return self.spelling(beams=beams).text

    def spelling(self, *, beams: Beams = "source") -> Spelling:
        """The canonical spelling, as a whole and bar by bar."""
        return spelling_of(self, beams)

    def play_order(self) -> tuple[int, ...]:
        """The indices of the bars as they are played: repeats, endings, jumps and parts called by name written out."""
        return play_order(self.bars, self.setting("P"))

    def events(self, *, expanded: bool = True) -> tuple[Event, ...]:
        """What sounds of the melody when, in the order of playing, or (`expanded=False`) of writing."""
        return self.melody.events(self.play_order() if expanded else None)

    def order_of(self, voice: Voice) -> tuple[int, ...]:
        """The indices of a voice's bars as they are played.

        A voice with as many bars as the melody is repeated like it, whether it says so itself or not.
        """
        alike = len(voice.bars) == len(self.bars)
        return self.play_order() if alike else play_order(voice.bars, self.setting("P"))

    def sounds(self, voice: Voice) -> tuple[Event, ...]:
        """What sounds of a voice when the tune is played, with what lies over its bars, in the order of time."""
        return tuple(sorted(voice.events(self.order_of(voice), overlays=True), key=lambda event: event.onset))

    def transpose(self, semitones: int) -> Tune:
        """The tune so many semitones higher, in the key with the fewest sharps or flats."""
        return self.moved(nearest_interval(self.key, semitones))

    def in_key(self, key: Key) -> Tune:
        """The tune in another key of its mode, by the smallest interval; `RequestError` if the modes differ."""
        return self.moved(interval_between(self.key, key))

    def moved(self, interval: Interval) -> Tune:
        """The tune an interval higher; `AbcError` if a note would leave the range of MIDI."""
        return read_tune(transposed(self.header, self.elements, self.key, interval)).led_by(self.lead)

    @property
    def losses(self) -> tuple[str, ...]:
        """The codes of the problems that lost or changed music, each once, sorted; empty if all was read."""
        return tuple(sorted({problem.code for problem in self.problems if problem.severity == "error"}))


@lru_cache(maxsize=64)  # a tune is read, checked, spelt and rendered one after the other, and never changes
def read_tune(text: str) -> Tune:
    """Read a tune's header and body."""
    lines = unified(text).split("\n")
    blocks = block_lines(lines) if "begin" in text else frozenset[int]()
    header = HeaderReader()
    body_start = header.read(lines, blocks)
    unit = header.unit or header.meter.default_unit
    body = BodyReader(header, unit)
    for index in range(body_start, len(lines)):
        read = body.read_block if index in blocks else body.read_line
        read(lines[index], index + 1, index + 1 < len(lines))
    if not body.finish(Position(len(lines), len(lines[-1]) + 1)):
        raise no_music(header, min(body_start + 1, len(lines)))
    problems = tuple(header.problems + body.problems)
    elements = tuple(body.elements)
    return Tune(
        "\n".join(lines), tuple(header.elements), elements, problems, header.meter, unit, header.key, tuple(body.names)
    )


def no_music(header: HeaderReader, line: int) -> AbcError:
    """The error for a text without a note."""
    if header.cut:
        return AbcError("an empty line ends the tune here, before its K: field, so nothing after it is read", line, 1)
    return AbcError("there is no note in this tune", line, 1)
