"""Voices: the music that sounds together in one tune, and which of them carries the melody.

Source: ABC standard 2.1, sections 7 (multiple voices) and 11.1 (`%%score`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tunesmith.notation.bars import Bar, read_bars
from tunesmith.notation.directives import directive_of, last_directive
from tunesmith.notation.elements import Comment, Element, Field, InlineField, LineBreak
from tunesmith.notation.entries import Entries
from tunesmith.notation.escapes import decoded_text
from tunesmith.notation.key import Key
from tunesmith.notation.meter import Meter
from tunesmith.notation.playing import Event, Manner, Played, Struck, play, play_in_bars, play_in_ticks
from tunesmith.notation.shifts import UNMOVED, midi_of, shift_after, unnamed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = ["DEFAULT_VOICE", "Voice", "carrier", "read_voices", "voice_name"]

DEFAULT_VOICE: Final = "1"
NAMES: Final = re.compile(r"[^\s()\[\]{}|*+]+")
FULL_NAME: Final = re.compile(r"(?<!\S)(?:name|nm)=(?:\"([^\"]*)\"|(\S+))")
PROGRAM: Final = re.compile(r"program[ \t]+(?:\d{1,2}[ \t]+)?(\d{1,3})[ \t]*(?:%|$)")
PROGRAMS: Final = range(128)
DRUM_CLEF: Final = re.compile(r"(?<!\S)(?:clef=\"?)?perc\b")
DRUM_CHANNEL: Final = re.compile(r"channel[ \t]+10\b")
DRUM: Final = re.compile(r"drummap[ \t]+((?:\^\^?|__?|=)?[A-Ga-g][,\']*)[ \t]+(\d{1,3})\b")


def voice_name(value: str) -> str:
    """The name by which a `V:` field calls a voice."""
    return value.split(maxsplit=1)[0] if value else ""


@dataclass(frozen=True)  # without slots: bars are worked out once, when they are asked for
class Voice:
    """One voice of a tune: its name, its elements in the order of writing, and what the header says of it."""

    name: str
    elements: tuple[Element, ...] = field(repr=False)
    meter: Meter
    manner: Manner = field(repr=False)
    title: str
    shared: tuple[Element, ...] = field(default=(), repr=False)  # the header, but for what it says of voices
    introduced: tuple[Element, ...] = field(default=(), repr=False)  # what the header says of this one

    @cached_property
    def drums(self) -> dict[int, int] | None:
        """The drum of General MIDI for each pitch that `%%MIDI drummap` gives one; None for a voice that is no drum's.

        `clef=perc` and `%%MIDI channel 10` make a voice that of drums.
        """
        said = [*self.shared, *self.introduced, *self.elements]
        asked = [directive[1] for one in said if (directive := directive_of(one)) and directive[0] == "MIDI"]
        clefs = [
            unnamed(one.value) for one in said if isinstance(one, Field | InlineField) and one.letter in ("K", "V")
        ]
        if not (any(map(DRUM_CLEF.search, clefs)) or any(map(DRUM_CHANNEL.match, asked))):
            return None
        return {midi_of(match[1]): int(match[2]) for match in map(DRUM.match, asked) if match}

    @cached_property
    def program(self) -> int | None:
        """The General MIDI program, from 0, that `%%MIDI program` asks for, None where it asks for none."""
        return program_of([*self.shared, *self.elements])

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """The bars, in the order of writing."""
        return read_bars(self.elements, self.meter)

    def events(self, order: Iterable[int] | None = None, *, overlays: bool = False) -> tuple[Event, ...]:
        """What sounds when, the bars played in this order, or as they are written; with what lies over them or not."""
        return play(self.bars, range(len(self.bars)) if order is None else order, self.manner, overlays=overlays)

    @property
    def in_ticks(self) -> Played:
        """The onset, duration and pitches of its events as they are written, and nothing else of them."""
        return play_in_ticks(self.bars, range(len(self.bars)), self.manner)

    @property
    def in_bars(self) -> tuple[int, list[list[Struck]]]:
        """The ticks of a whole note, and what is struck in each bar as it is written."""
        return play_in_bars(self.bars, self.manner)


def read_voices(
    header: Sequence[Element], elements: tuple[Element, ...], names: Sequence[str], meter: Meter, key: Key
) -> tuple[Voice, ...]:
    """The voices of a tune as `%%score` orders them, else in the order in which they are first named.

    `names` are those that the music calls, none for a tune of one voice.
    """
    said = [e for e in header if not isinstance(e, LineBreak)]
    shared = tuple([e for e in said if not (isinstance(e, Field) and e.letter == "V")])
    common = shift_after(UNMOVED, shared)
    propagation = last_directive(shared, "propagate-accidentals") or "octave"
    if not names and len(shared) == len(said):
        return (Voice(DEFAULT_VOICE, elements, meter, Manner(key, common, propagation), DEFAULT_VOICE, shared),)
    parts = parted(elements, names) if names else {DEFAULT_VOICE: elements}
    voices = []
    introduced: dict[str, list[Field]] = {name: [] for name in parts}
    for element in said:
        if isinstance(element, Field) and element.letter == "V":
            introduced.setdefault(voice_name(element.value), []).append(element)
    for name in ordered(header, parts):
        own = introduced[name]
        manner = Manner(key, shift_after(common, own), propagation)
        described = [*own, *(e for e in parts[name] if isinstance(e, Field | InlineField) and e.letter == "V")]
        voices.append(Voice(name, parts[name], meter, manner, full_name(described) or name, shared, tuple(own)))
    return tuple(voices)


def parted(elements: Iterable[Element], names: Sequence[str]) -> dict[str, tuple[Element, ...]]:
    """The elements of each voice; what stands before the first belongs to it, or to voice 1 if that is music."""
    parts: dict[str, list[Element]] = {name: [] for name in names}
    entries = Entries(parts)
    name = names[0]
    for element in elements:
        if isinstance(element, Field | InlineField) and element.letter == "V":
            name = voice_name(element.value)
        elif isinstance(element, Field) and element.letter == "P":
            for other in parts.keys() - {name}:  # the name of a part is for all
                parts[other].append(element)
        elif isinstance(element, Comment):
            entries.take(element)
        elif name in entries.due and sounds(element):
            parts[name] += entries.rests(name)
        parts[name].append(element)
    return {name: tuple(part) for name, part in parts.items() if any(map(sounds, part))}


def sounds(element: Element) -> bool:
    """Whether an element is music."""
    return hasattr(element, "duration")


def ordered(header: Sequence[Element], names: Collection[str]) -> list[str]:
    """The voices in the order of `%%score` or `%%staves`, then of the header, then of the music."""
    score = NAMES.findall(last_directive(header, "score", "staves") or "")
    said = [voice_name(e.value) for e in header if isinstance(e, Field) and e.letter == "V"]
    return [name for name in dict.fromkeys([*score, *said, *names]) if name in names]


def full_name(fields: Iterable[Element]) -> str:
    """The name that a voice is given for people, "" if it has none."""
    values = (e.value for e in fields if isinstance(e, Field | InlineField))
    match = next(filter(None, map(FULL_NAME.search, values)), None)
    return decoded_text(match[1] or match[2] or "").replace("\\n", " ") if match else ""


def program_of(elements: Iterable[Element]) -> int | None:
    """The last program that `%%MIDI program` asks for before any note, else the first; None if there is none."""
    asked: int | None = None
    for element in elements:
        directive = directive_of(element)
        match = PROGRAM.match(directive[1]) if directive and directive[0] == "MIDI" else None
        if match and int(match[1]) in PROGRAMS:
            asked = int(match[1])
        elif asked is not None and sounds(element):
            return asked
    return asked


def carrier(voices: Sequence[Voice]) -> Voice:
    """The voice that carries the melody: most of its notes lie above all that sounds with them."""
    if len(voices) < 2:
        return voices[0]
    tops: dict[object, tuple[int, int]] = {}
    for place, voice in enumerate(voices):
        for event in voice.events():
            if event.pitches:
                top = max(event.pitches)
                known = tops.get(event.onset)
                if known is None or top > known[0]:
                    tops[event.onset] = (top, place)
    counts = Counter(place for _, place in tops.values())
    return voices[max(range(len(voices)), key=lambda place: (counts[place], -place))]
