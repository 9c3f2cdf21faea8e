"""A tune as `score=` and `shift=` have it drawn: its notes stand elsewhere, and sound as before.

`score=Bc` draws what is written as B as c and changes no sound; `shift=Bc` moves both. Where the second note is missing
it is c, so `score=_B` is what a player of an instrument in B flat reads. As with sounds, the last in `K:` and the last
in `V:` are added. The new text has `transpose=` for what is then left between the staff and the sound.

Source: abc2svg and abcjs read these words so; the ABC standard 2.1 does not have them, and abcm2ps 8.14.14 passes over
them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tunesmith.notation.directives import last_directive
from tunesmith.notation.elements import Field, InlineField
from tunesmith.notation.key import Key
from tunesmith.notation.pitch import Interval
from tunesmith.notation.shifts import NAMED, PAIR, interval_of, said, unnamed
from tunesmith.notation.transposition import Transposer, without_macros
from tunesmith.notation.tune import Tune
from tunesmith.notation.voices import DEFAULT_VOICE, voice_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tunesmith.notation.elements import Element

__all__ = ["as_drawn"]

NOWHERE: Final = Interval(0, 0)
MOVES: Final = re.compile(rf"({NAMED})|[ \t]*(?<!\S)(?:(?:score|sound|shift)=[^\s\]]+|transpose=[+-]?\d+)")
END: Final = re.compile(r"[ \t]*(?:%.*|\])?$")


@dataclass(frozen=True, slots=True)
class Moves:
    """What `K:` or `V:` fields say: the semitones by which the music sounds elsewhere, and how far away it is drawn."""

    sounding: int = 0
    drawn: Interval = NOWHERE

    def after(self, value: str) -> Moves:
        """What holds after a field of this value."""
        _, semitones = said(value)
        drawn = [interval_of(pair) for pair in drawing_pairs(value)]
        return Moves(self.sounding if semitones is None else semitones, drawn[-1] if drawn else self.drawn)

    @property
    def left(self) -> int:
        """The semitones from what is drawn to what sounds."""
        return self.sounding - self.drawn.semitones


@dataclass(slots=True)
class Part:
    """A voice that is being drawn: what its fields say, who moves its notes, and the key that the new text is in."""

    key: Moves
    voice: Moves
    mover: Transposer
    shown: Key

    @property
    def interval(self) -> Interval:
        """How far its notes are drawn from where they are written."""
        one, other = self.key.drawn, self.voice.drawn
        return Interval(one.steps + other.steps, one.semitones + other.semitones)

    def turn(self) -> None:
        """Move the notes as far as the fields say now."""
        if self.interval != self.mover.wanted:
            self.mover = self.mover.towards(self.interval)

    def text(self, field: Field | InlineField) -> str:
        """A `K:` or `V:` field, and after it the key that its notes are in, where it does not say so itself."""
        before, own = (self.key, "K") if field.letter == "K" else (self.voice, "V")
        now = before.after(field.value)
        self.key, self.voice = (now, self.voice) if own == "K" else (self.key, now)
        self.turn()
        text = self.mover.text(restated(field, before, now))
        if own == "K":
            self.shown = self.shown.changed(text.strip("[]")[2:])
        key = self.new_key()
        return text + (f"[{key}]" if isinstance(field, InlineField) else f"\n{key}") if key else text

    def new_key(self) -> str:
        """The `K:` field that is wanted here, "" where the new text is in this key already."""
        if str(self.shown) == str(self.mover.goal):
            return ""
        self.shown = self.mover.goal
        return f"K:{self.mover.goal}"


def drawing_pairs(value: str) -> list[re.Match[str]]:
    """The `score=` and `shift=` of a field."""
    return [pair for pair in PAIR.finditer(unnamed(value)) if pair["word"] != "sound"]


def as_drawn(tune: Tune) -> Tune:
    """The tune with every note where it is drawn; itself where that is where it is written.

    AbcError if a note would leave the range of MIDI.
    """
    fields = (e for e in [*tune.header, *tune.elements] if isinstance(e, Field | InlineField) and e.letter in "KV")
    if not any(drawing_pairs(field.value) for field in fields):
        return tune
    return Tune.parse("".join(drawn(tune))).led_by(tune.lead)


def drawn(tune: Tune) -> Iterator[str]:
    """The text of the tune, element by element."""
    voices: dict[str, Moves] = {}
    key, start = (
        Moves(),
        Transposer(tune.key, NOWHERE, last_directive(tune.header, "propagate-accidentals") or "octave"),
    )
    alone = not tune.names
    for element in without_macros(tune.header):
        if isinstance(element, Field) and element.letter == "V":
            name = voice_name(element.value)
            before = voices.get(name, Moves())
            voices[name] = before.after(element.value)
            yield restated(element, before, voices[name]).text
        elif isinstance(element, Field) and element.letter == "K":
            before, key = key, key.after(element.value)
            only = Part(key, voices.get(DEFAULT_VOICE, Moves()) if alone else Moves(), start, tune.key)
            only.turn()
            start = only.mover
            yield start.text(restated(element, before, key))
        elif isinstance(element, Field) and element.letter == "+" and drawing_pairs(element.text[2:]):
            yield "%"  # it stands in the field that it goes on with
        else:
            yield element.text
    yield from drawn_music(tune, key, voices, start)


def drawn_music(tune: Tune, key: Moves, voices: dict[str, Moves], start: Transposer) -> Iterator[str]:
    """The text of the music; the header says `key` and `voices`, and ends in the key of `start`."""
    parts: dict[str, Part] = {}

    def part_of(name: str) -> Part:
        if name not in parts:
            part = Part(key, voices.get(name, Moves()), start.afresh(tune.key), start.goal)
            part.turn()
            parts[name] = part
        return parts[name]

    first = next((e for e in tune.elements if isinstance(e, Field | InlineField) and e.letter == "V"), None)
    begun = first is None or sounds_before(tune.elements, first)
    part = part_of(DEFAULT_VOICE if first is None or begun else voice_name(first.value))
    if begun and (key_line := part.new_key()):
        yield f"{key_line}\n"
    for element in without_macros(tune.elements):
        if isinstance(element, Field | InlineField) and element.letter in ("K", "V"):
            if element.letter == "V":
                part = part_of(voice_name(element.value))
            yield part.text(element)
        else:
            yield part.mover.text(element)


def sounds_before(elements: Iterable[Element], field: Element) -> bool:
    """Whether there is music before a field."""
    for element in elements:
        if element is field:
            return False
        if hasattr(element, "duration"):
            return True
    return False


def restated(field: Field | InlineField, before: Moves, now: Moves) -> Field | InlineField:
    """The field with `transpose=` for all that it and those before it say of where the music sounds and is drawn."""
    whole = isinstance(field, Field) and field.continued
    letter, colon, rest = (f"{field.letter}:{field.value}" if whole else field.text).partition(":")
    text = letter + colon + MOVES.sub(r"\1", rest)
    if now.left != before.left:
        end = END.search(text)
        place = end.start() if end else len(text)
        text = f"{text[:place]} transpose={now.left}{text[place:]}"
    return field.but(text=text, value=text.strip("[]")[2:].partition("%")[0].strip())
