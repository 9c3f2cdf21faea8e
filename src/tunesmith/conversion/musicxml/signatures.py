"""What stands at the left of a staff: key, clef and how far off the music sounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tunesmith.conversion.musicxml.names import CLEFS
from tunesmith.conversion.musicxml.xml import add, node
from tunesmith.notation.shifts import CLEF_OCTAVES, unnamed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Xml

    from tunesmith.notation import Key, Meter
    from tunesmith.notation.shifts import Shift

__all__ = ["Signature", "add_time", "clef_said"]

CLEF: Final = re.compile(
    r"(?<!\S)(?:clef=\"?)?(?P<name>treble1?|alto[124]?|tenor|bass[35]?|mezzosoprano|mezzo|soprano|baritone|perc)"
    r"[,']*(?P<octave>[+-](?:8|15))?(?![\w=])"
)
TREBLE: Final = ("treble", 0)


@dataclass(frozen=True, slots=True)
class Signature:
    """Key, clef (its name and the octaves of its small figure) and semitones; None where nothing is to be said."""

    key: Key | None
    clef: tuple[str, int] | None = TREBLE
    semitones: int | None = 0

    def after(self, key: Key, shift: Shift, said: str) -> Signature:
        """The signature after a field that says this, where key and shift hold."""
        clef = clef_said(said) or self.clef
        return Signature(key, clef, shift.key + shift.voice + shift.midi)

    def beyond(self, before: Signature) -> Signature:
        """This signature without what the one before it says already."""
        return replace(
            self,
            key=None if self.key == before.key else self.key,
            clef=None if self.clef == before.clef else self.clef,
            semitones=None if self.semitones == before.semitones else self.semitones,
        )

    def add_to(self, attributes: Xml, meter: Meter | None = None) -> None:
        """Add its elements to an `<attributes>`, with the meter, in the order of the schema."""
        if self.key is not None:
            attributes.append(key_element(self.key))
        if meter is not None:
            add_time(attributes, meter)
        if self.clef is not None:
            attributes.append(clef_element(*self.clef))
        if self.semitones:
            attributes.append(transpose_element(self.semitones))
        elif self.semitones == 0 and self.key is None and meter is None and self.clef is None:
            attributes.append(transpose_element(0))


def clef_said(text: str) -> tuple[str, int] | None:
    """The clef that a `K:` or `V:` field names."""
    match = CLEF.search(unnamed(text))
    if match is None:
        return None
    name = {"mezzo": "mezzosoprano"}.get(match["name"], match["name"])
    return name, CLEF_OCTAVES[match["octave"]]


def key_element(key: Key) -> Xml:
    """The `<key>`: sharps or flats and mode, or each sign where the signature is no usual one."""
    element = node("key")
    signs = [(letter, sign) for letter, sign in key.signature.items() if sign]
    if (key.explicit or key.only) and signs:
        for letter, sign in signs:
            add(element, "key-step", letter)
            add(element, "key-alter", sign)
        return element
    add(element, "fifths", 0 if key.only else key.fifths)
    add(element, "mode", "none" if key.mode == "bagpipe" or key.only else key.mode)
    return element


def add_time(attributes: Xml, meter: Meter) -> None:
    """The `<time>` of a meter."""
    if meter.free:
        add(add(attributes, "time"), "senza-misura")
        return
    symbol = {"C": "common", "C|": "cut"}.get(meter.symbol)
    time = add(attributes, "time", attributes={"symbol": symbol} if symbol else None)
    beats = meter.symbol.rpartition("/")[0].strip("()") if not symbol else str(meter.beats)
    add(time, "beats", beats)
    add(time, "beat-type", meter.unit)


def clef_element(name: str, octaves: int) -> Xml:
    """The `<clef>`."""
    sign, line = CLEFS[name]
    clef = node("clef")
    add(clef, "sign", sign)
    add(clef, "line", line)
    if octaves:
        add(clef, "clef-octave-change", octaves)
    return clef


def transpose_element(semitones: int) -> Xml:
    """The `<transpose>` from what is written to what sounds."""
    octaves, rest = divmod(abs(semitones), 12)
    sign = 1 if semitones >= 0 else -1
    transpose = node("transpose")
    add(transpose, "diatonic", sign * round(rest * 7 / 12))
    add(transpose, "chromatic", sign * rest)
    if octaves:
        add(transpose, "octave-change", sign * octaves)
    return transpose
