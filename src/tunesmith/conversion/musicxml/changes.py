"""Key, meter, clef and transposition of a staff, as they change from measure to measure."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.conversion.musicxml.names import CLEFS, MODES
from tunesmith.errors import AbcError
from tunesmith.music.notes import SPELLED
from tunesmith.notation import Key, Meter
from tunesmith.notation.key import MODES as PLACES
from tunesmith.notation.pitch import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element as Xml

    from tunesmith.conversion.measures import Measure

__all__ = ["Staff"]

NAMES: Final = {place: name for name, place in reversed(CLEFS.items())}
OCTAVES: Final = {-2: "-15", -1: "-8", 0: "", 1: "+8", 2: "+15"}
SYMBOLS: Final = {"common": "C", "cut": "C|"}
MOST: Final = 7


class Staff:
    """One staff of a part: `key`, `meter`, `clef` (as ABC says it), its `octaves` and the `semitones` it sounds off."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.key = Key.parse("C")
        self.meter = Meter.parse("none")
        self.clef = ""
        self.octaves = 0
        self.semitones = 0
        self.begun = False

    @property
    def capacity(self) -> Fraction:
        """How long an empty measure is."""
        return self.meter.capacity or Fraction(1)

    @property
    def compound(self) -> bool:
        """Whether the beat is dotted."""
        return self.meter.compound

    def start(self, measure: Measure) -> str:
        """Apply the changes at the start of a measure; their inline fields, none before the first measure."""
        texts = [text for when, element in measure.changes if not when for text in self.take(element)]
        said = "".join(texts) if self.begun else ""
        self.begun = True
        return said

    def inside(self, measure: Measure) -> Iterator[tuple[Fraction, str]]:
        """The changes in the middle of a measure, as inline fields; they take effect where `turn` meets them."""
        for when, element in measure.changes:
            if when:
                key = self.key
                for text in self.take(element):
                    yield when, text
                self.key = key

    def turn(self, field: str) -> bool:
        """Apply an inline `K:`; whether it changes the key."""
        before = self.key
        with suppress(AbcError):
            self.key = before.changed(field[3:-1])
        return self.key != before

    def take(self, attributes: Xml) -> list[str]:
        """Apply `<attributes>`; the inline fields for what has changed."""
        said = []
        time = attributes.find("time")
        if time is not None and (meter := meter_of(time)) != self.meter:
            self.meter = meter
            said.append(f"[M:{meter}]")
        words = []
        key = next((key for key in attributes.iterfind("key") if self.concerns(key)), None)
        if key is not None and (found := key_of(key)) != self.key:
            self.key = found
            words.append(str(found))
        words += self.clef_words(attributes)
        return [*said, f"[K:{' '.join(words)}]"] if words else said

    def clef_words(self, attributes: Xml) -> list[str]:
        """What has changed of clef and transposition, as words of a `K:` field."""
        words = []
        for clef in attributes.iterfind("clef"):
            name, octaves = clef_of(clef)
            if self.concerns(clef) and (name, octaves) != (self.clef or "treble", self.octaves):
                self.clef, self.octaves = name, octaves
                words.append(f"clef={name}{OCTAVES[octaves]}")
        for transpose in attributes.iterfind("transpose"):
            semitones = int(float(transpose.findtext("chromatic") or 0))
            semitones += 12 * int(float(transpose.findtext("octave-change") or 0))
            if self.concerns(transpose) and semitones != self.semitones:
                self.semitones = semitones
                words.append(f"transpose={semitones}")
        return words

    def concerns(self, element: Xml) -> bool:
        """Whether an element is for this staff or for all."""
        return (element.get("number") or str(self.number)) == str(self.number)


def key_of(element: Xml) -> Key:
    """The key of a `<key>`; C without signs where it makes no sense."""
    steps = [step.text or "" for step in element.iterfind("key-step")]
    alters = [alter.text or "0" for alter in element.iterfind("key-alter")]
    with suppress(ValueError, AbcError, KeyError):
        if steps:
            signs = " ".join(SPELLED[int(float(a))] + s.strip().lower() for s, a in zip(steps, alters, strict=False))
            return Key.parse(f"none {signs}")
        fifths = max(-MOST, min(MOST, int(element.findtext("fifths") or 0)))
        mode = (element.findtext("mode") or "major").strip().lower()
        return of_fifths(fifths, MODES.get(mode, mode))
    return Key.parse("C")


def of_fifths(fifths: int, mode: str) -> Key:
    """The key of so many sharps in a mode; of no mode, the signs alone."""
    known = next((name for name in PLACES if name == mode), None)
    if known is not None:
        return Key(name_of(fifths - PLACES[known]), known)
    if mode == "none":
        signature = Key(name_of(fifths), "major").signature
        signs = " ".join(SPELLED[sign] + letter.lower() for letter, sign in signature.items() if sign)
        return Key.parse(f"none {signs}")
    return Key(name_of(fifths), "major")


def meter_of(element: Xml) -> Meter:
    """The meter of a `<time>`; a free one where it is none or makes no sense."""
    beats = "+".join(("".join((one.text or "").split())) for one in element.iterfind("beats"))
    units = [(one.text or "").strip() for one in element.iterfind("beat-type")]
    symbol = SYMBOLS.get(element.get("symbol") or "")
    with suppress(AbcError):
        if symbol and (beats, units) in (("4", ["4"]), ("2", ["2"])):
            return Meter.parse(symbol)
        if beats and len(set(units)) == 1:
            return Meter.parse(f"{beats}/{units[0]}")
    return Meter.parse("none")


def clef_of(element: Xml) -> tuple[str, int]:
    """The name of a clef, and the octaves of its small figure."""
    sign = (element.findtext("sign") or "G").strip()
    line = int(element.findtext("line") or {"F": 4, "C": 3}.get(sign, 2))
    octaves = int(float(element.findtext("clef-octave-change") or 0))
    return NAMES.get((sign, line), "treble"), max(-2, min(2, octaves))
