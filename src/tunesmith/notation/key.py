"""Keys: tonic, mode and explicit accidentals of a `K:` field, and the signature that follows from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tunesmith.errors import AbcError
from tunesmith.music.notes import LETTERS, LINE_OF_FIFTHS, SIGN, SIGNS, SPELLED
from tunesmith.notation.pitch import Pitch, fifths_of, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tunesmith.notation.pitch import Interval

__all__ = ["MODES", "Key", "Mode"]

Mode: TypeAlias = Literal["major", "minor", "dorian", "mixolydian", "phrygian", "lydian", "locrian", "bagpipe", "none"]

MODES: Final[dict[Mode, int]] = {
    "lydian": 1,
    "major": 0,
    "mixolydian": -1,
    "dorian": -2,
    "minor": -3,
    "phrygian": -4,
    "locrian": -5,
}
"""Each mode's place on the line of fifths from the major key of the same tonic."""

BEGINNINGS: Final[dict[str, Mode]] = {
    "": "major",
    "maj": "major",
    "ion": "major",
    "m": "minor",
    "min": "minor",
    "aeo": "minor",
    "mix": "mixolydian",
    "dor": "dorian",
    "phr": "phrygian",
    "lyd": "lydian",
    "loc": "locrian",
}
SUFFIXES: Final[dict[Mode, str]] = {mode: mode[:3] for mode in MODES} | {"major": ""}

TONIC: Final = re.compile(r"(?P<tonic>[A-G][#b♯♭]?)(?P<mode>[A-Za-z]*)(?P<rest>.*)", re.DOTALL)
TONICLESS: Final = re.compile(r"(?i:none\b|(?P<pipes>hp)\b)?(?P<rest>.*)", re.DOTALL)
KEYLESS_WORD: Final = re.compile(r"[\^_=]|\w+=|exp$|treble|alto|tenor|bass|perc|mezzo|soprano|baritone")
ACCIDENTAL: Final = re.compile(rf"({SIGN})([a-gA-G])")
EXPLICIT: Final = re.compile(rf"(?:(?:{SIGN})[a-gA-G])+")
BAGPIPE_FIFTHS: Final = 2  # the Highland pipes sound F sharp and C sharp, whether these are printed (Hp) or not (HP)
MOST: Final = 7  # sharps or flats in a signature


@dataclass(frozen=True)  # without slots, so that a key works out its signature once
class Key:
    """A key: `tonic` such as `F#` ("" for none and bagpipe), `mode`, and what the field says beyond them.

    `explicit` are accidentals written in the field, as (letter, semitones); with `only` (the word `exp`) they are the
    whole signature, else they change that of the mode. `extras` are the words that say nothing of pitch, such as
    `clef=bass`, and unknown words. Source: the ABC standard 2.1, section 3.1.14.
    """

    tonic: str
    mode: Mode
    explicit: tuple[tuple[str, int], ...] = ()
    only: bool = False
    extras: tuple[str, ...] = ()

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(cls, text: str) -> Key:
        """Read the value of a `K:` field: `Ador`, `A Dorian`, `F#m`, `D exp ^f _b`, `HP`, `none` or nothing.

        `AbcError` (line 1, column 1) if there is no such key, or if it has more than seven sharps or flats.
        """
        value = text.split("%", 1)[0].strip()
        tonic, mode, words = read_tonic(value) or no_tonic(value)
        signs = [word for word in words if EXPLICIT.fullmatch(word)]
        explicit = tuple((letter.upper(), SIGNS[sign]) for sign, letter in ACCIDENTAL.findall(" ".join(signs)))
        extras = tuple(word for word in words if word not in signs and word != "exp")
        return checked(cls(tonic, mode, explicit, "exp" in words, extras))

    def changed(self, text: str) -> Key:
        """The key after a `K:` field amid the music; one that names only a clef changes nothing."""
        key = Key.parse(text)
        only_clef = key.mode == "none" and bool(key.extras) and not key.explicit and not text.lower().startswith("none")
        return self if only_clef else key

    def __str__(self) -> str:
        """The canonical spelling: `G`, `Gmin`, `Ador`, `none`, `HP`, `Dmix ^c`; extras are left out."""
        name = {"none": "none", "bagpipe": "HP"}.get(self.mode) or self.tonic + SUFFIXES[self.mode]
        words = [name, "exp"] if self.only else [name]
        return " ".join(words + [SPELLED[alteration] + letter.lower() for letter, alteration in self.explicit])

    @cached_property
    def fifths(self) -> int:
        """Sharps (positive) or flats (negative) of tonic and mode; explicit accidentals do not count."""
        if self.mode in MODES:
            return fifths_of(self.tonic) + MODES[self.mode]
        return BAGPIPE_FIFTHS if self.mode == "bagpipe" else 0

    @cached_property
    def signature(self) -> Mapping[str, int]:
        """The accidental of each of the seven letters, in semitones."""
        fifths = 0 if self.only else self.fifths
        by_place = {letter: (fifths - place + 6) // 7 for place, letter in enumerate(LINE_OF_FIFTHS)}
        return by_place | dict(self.explicit)

    @cached_property
    def scale(self) -> tuple[str, ...]:
        """The seven note names upwards from the tonic (from C where there is none, from A for the pipes)."""
        tonic = self.tonic or ("A" if self.mode == "bagpipe" else "C")
        start = LETTERS.index(tonic[0])
        letters = LETTERS[start:] + LETTERS[:start]
        return tuple(Pitch(letter, 4, self.signature[letter]).name for letter in letters)

    @cached_property
    def pitch_classes(self) -> frozenset[int]:
        """The sounds of the scale, as MIDI numbers modulo 12."""
        return frozenset(Pitch(letter, 4, alteration).midi % 12 for letter, alteration in self.signature.items())

    def degree(self, pitch: Pitch) -> tuple[int, int]:
        """The scale degree of a pitch, 1 to 7, and by how many semitones it is raised above the scale."""
        letters = [name[0] for name in self.scale]
        return letters.index(pitch.letter) + 1, pitch.accidental - self.signature[pitch.letter]

    def pitch(self, degree: int, octave: int) -> Pitch:
        """The pitch on a scale degree, 1 to 7 and beyond, counted from the tonic in `octave`."""
        letter = self.scale[0][0]
        over, index = divmod(LETTERS.index(letter) + degree - 1, 7)
        return Pitch(LETTERS[index], octave + over, self.signature[LETTERS[index]])

    def relative(self, mode: Mode) -> Key:
        """The key of the same signature in another mode: the relative minor of G is E minor."""
        return Key(name_of(self.fifths - MODES[mode]), mode, self.explicit, self.only, self.extras)

    def parallel(self, mode: Mode) -> Key:
        """The key on the same tonic in another mode; AbcError if it has more than seven sharps or flats."""
        return checked(Key(self.scale[0], mode, extras=self.extras))

    def transposed(self, interval: Interval) -> Key:
        """The key an interval away, explicit accidentals and all; a key without tonic stays what it is.

        AbcError if the new key has more than seven sharps or flats.
        """
        if self.mode not in MODES:
            return self
        altered = tuple(self.signature.items()) if self.only else self.explicit
        moved = [Pitch(letter, 4, alteration) + interval for letter, alteration in altered]
        explicit = tuple((pitch.letter, pitch.accidental) for pitch in moved if pitch.accidental or not self.only)
        tonic = name_of(fifths_of(self.tonic) + interval.fifths)
        return checked(Key(tonic, self.mode, explicit, self.only, self.extras))


def read_tonic(value: str) -> tuple[str, Mode, list[str]] | None:
    """Tonic, mode and the words after them; None if the value does not begin with a tonic and, attached, a mode."""
    match = TONIC.match(value)
    if match is None:
        return None
    tonic = match["tonic"].replace("♯", "#").replace("♭", "b")
    words = match["rest"].split()
    attached = mode_of(match["mode"])
    if match["mode"] or not words or mode_of(words[0]) is None:
        return attached and (tonic, attached, words)
    return tonic, mode_of(words[0]) or "major", words[1:]


def mode_of(word: str) -> Mode | None:
    """The mode that a word names by its first three letters, whatever their case; None if it names none."""
    return BEGINNINGS.get(word[:3].lower())


def no_tonic(value: str) -> tuple[str, Mode, list[str]]:
    """A field without a tonic: `none`, the pipes' key, or only a clef or accidentals; AbcError for any other."""
    match = TONICLESS.match(value)
    words = match["rest"].split() if match else []
    if words and not KEYLESS_WORD.match(words[0]):
        raise AbcError(f"{value!r} is not a key such as G, Amin, Ador, F#min, D exp ^f, HP or none", 1, 1)
    return "", "bagpipe" if match and match["pipes"] else "none", words


def checked(key: Key) -> Key:
    """The key itself; AbcError if it has more than seven sharps or flats."""
    if abs(key.fifths) > MOST:
        kind = "sharps" if key.fifths > 0 else "flats"
        raise AbcError(f"the key {key} does not exist: it would have {abs(key.fifths)} {kind}", 1, 1)
    return key
