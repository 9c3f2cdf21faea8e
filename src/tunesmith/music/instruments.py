"""Instruments: how each sounds, what it can play, and how it is strung, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tunesmith.music.fingerings import ACCORDION, CONCERTINA, RECORDER, WHISTLE, Fingering
from tunesmith.music.notes import SEMITONES
from tunesmith.music.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "INSTRUMENTS",
    "Drone",
    "Drum",
    "Hands",
    "Instrument",
    "Sound",
    "Tuning",
    "accompanying",
    "fingerings",
    "names_of",
    "playable",
    "sounding",
    "sounds",
    "tunings",
]


@dataclass(frozen=True, slots=True)
class Sound:
    """A program of General MIDI, from 0, and the name that web players of MIDI have for it.

    `rings`: whether it is plucked or struck, and dies away after the end of a note instead of stopping.
    """

    program: int
    name: str
    rings: bool = False


@dataclass(frozen=True, slots=True)
class Hands:
    """How an instrument accompanies: the lowest bass note and the lowest chord note, as MIDI numbers.

    `thirds` says whether its chords have one, `spread` how many seconds lie between two strings of a strum.
    """

    lowest_bass: int
    lowest_chord: int
    thirds: bool = True
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Drum:
    """How a drum accompanies: the MIDI numbers of its deep and of its light strokes."""

    deep: int
    light: int


@dataclass(frozen=True, slots=True)
class Drone:
    """How a drone accompanies: the lowest tonic that it holds, as a MIDI number."""

    lowest: int


@dataclass(frozen=True, slots=True)
class Tuning:
    """Strings from the lowest on, as notes in ABC; `fretted_as` is the instrument as which abcjs numbers them.

    `reach` is how many frets the hand covers in first position.
    """

    name: str
    label: str
    strings: tuple[str, ...]
    fretted_as: str
    reach: int = 7

    @property
    def open_notes(self) -> tuple[int, ...]:
        """The strings as MIDI numbers."""
        return tuple(
            60 + SEMITONES[note[0].upper()] + 12 * (note[0].islower() + note.count("'") - note.count(","))
            for note in self.strings
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """An instrument.

    - `name`, `aliases`: as users say it
    - `sound`: what plays it; None where the soundfont has nothing like it
    - `range`: the lowest and the highest written note of tunes composed for it, as MIDI numbers; None for no such tunes
    - `notes`: those of the range that it has; None for all
    - `home`: the sharps of the key that lies best on it
    - `single`: whether it plays one note at a time
    - `hands`, `drum`, `drone`: how it accompanies with chords, with strokes, with its tonic; None if it does not
    - `melodic`: whether it plays tunes
    - `tunings`: how its strings are tuned, where there is tablature for it
    - `fingering`: its holes or buttons
    """

    name: str
    aliases: tuple[str, ...] = ()
    sound: Sound | None = None
    range: tuple[int, int] | None = None
    notes: frozenset[int] | None = None
    home: int = 0
    single: bool = False
    hands: Hands | None = None
    drum: Drum | None = None
    drone: Drone | None = None
    melodic: bool = True
    tunings: tuple[Tuning, ...] = ()
    fingering: Fingering | None = None

    def has(self, pitch: int) -> bool:
        """Whether it has a note, by its MIDI number as written; an instrument without a range has them all."""
        lowest, highest = self.range or (0, 127)
        return lowest <= pitch <= highest and (self.notes is None or pitch in self.notes)


FIFTHS: Final = ("G,", "D", "A", "e")
STEEL_STRINGS: Final = Sound(25, "acoustic_guitar_steel", rings=True)
RECORDER_SOUND: Final = Sound(74, "recorder")
SCALE_OF_D: Final = frozenset(pitch for pitch in range(128) if pitch % 12 in {2, 4, 6, 7, 9, 11, 0, 1})
"""The scale of D, and the C natural that cross-fingering gives on six holes."""
REEDS_IN_C: Final = frozenset({60, 64, 67, 72, 76, 79, 84, 88, 91, 96} | {62, 67, 71, 74, 77, 81, 83, 86, 89, 93})
"""A harmonica of ten holes in Richter tuning: what is blown and what is drawn, without bends."""

INSTRUMENTS: Final = Table(
    [
        Instrument(name="accordion", home=1, sound=Sound(21, "accordion"), range=(59, 88), fingering=ACCORDION),
        Instrument(
            name="banjo",
            home=2,
            sound=Sound(105, "banjo", rings=True),
            range=(55, 83),
            tunings=(Tuning("banjo", "Tenor banjo, an octave up", FIFTHS, "mandolin"),),
        ),
        Instrument(
            name="bodhrán",
            aliases=("bodhran",),
            sound=Sound(116, "taiko_drum", rings=True),  # what General MIDI has that is nearest to it
            drum=Drum(deep=48, light=60),
            melodic=False,
        ),
        Instrument(
            name="bouzouki",
            home=2,
            sound=STEEL_STRINGS,
            range=(55, 86),
            hands=Hands(43, 55, thirds=False, spread=0.014),
            tunings=(Tuning("bouzouki", "Bouzouki in GDAD, an octave up", ("G,", "D", "A", "d"), "mandolin"),),
        ),
        Instrument(
            name="concertina",
            home=1,
            sound=Sound(23, "tango_accordion"),  # the bandoneon, the only concertina of General MIDI
            range=(55, 84),
            notes=frozenset(CONCERTINA.notes),
            fingering=CONCERTINA,
        ),
        Instrument(
            name="drone",
            sound=Sound(21, "accordion"),
            drone=Drone(lowest=45),
            melodic=False,
        ),
        Instrument(
            name="fiddle",
            home=2,
            sound=Sound(40, "violin"),
            range=(55, 88),
            tunings=(Tuning("fiddle", "Fiddle", FIFTHS, "violin"),),
        ),
        Instrument(name="flute", home=2, sound=Sound(73, "flute"), range=(62, 88), single=True),
        Instrument(
            name="guitar",
            home=1,
            sound=STEEL_STRINGS,
            range=(52, 88),
            hands=Hands(40, 52, spread=0.011),
            tunings=(
                Tuning("guitar", "Guitar", ("E,", "A,", "D", "G", "B", "e"), "guitar", reach=5),
                Tuning("dadgad", "Guitar in DADGAD", ("D,", "A,", "D", "G", "A", "d"), "guitar", reach=5),
            ),
        ),
        Instrument(name="harmonica", range=(60, 96), notes=REEDS_IN_C),
        Instrument(name="harp", sound=Sound(46, "orchestral_harp", rings=True)),
        Instrument(
            name="mandolin", home=2, range=(55, 88), tunings=(Tuning("mandolin", "Mandolin", FIFTHS, "mandolin"),)
        ),
        Instrument(name="piano", sound=Sound(0, "acoustic_grand_piano", rings=True), hands=Hands(36, 55)),
        Instrument(name="pipes", home=2, range=(62, 86), notes=SCALE_OF_D),
        Instrument(name="recorder", sound=RECORDER_SOUND, range=(60, 86), single=True, fingering=RECORDER),
        Instrument(
            name="tin-whistle",
            home=2,
            aliases=("tin whistle", "whistle"),
            sound=RECORDER_SOUND,  # the nearest instrument of General MIDI
            range=(62, 83),
            notes=SCALE_OF_D,
            single=True,
            fingering=WHISTLE,
        ),
        Instrument(
            name="ukulele",
            range=(55, 81),
            tunings=(Tuning("ukulele", "Ukulele, low G", ("G,", "C", "E", "A"), "mandolin", reach=5),),
        ),
    ]
)


def sounding() -> dict[str, Sound]:
    """The sounds of the instruments that can play a tune, by name."""
    return {name: one.sound for name, one in INSTRUMENTS.items() if one.sound and one.melodic}


def sounds() -> dict[int, Sound]:
    """All sounds, of tunes and of what plays along, by their programs."""
    return {instrument.sound.program: instrument.sound for instrument in INSTRUMENTS.values() if instrument.sound}


def playable() -> dict[str, tuple[int, int]]:
    """The ranges of the instruments that tunes can be composed for, by name."""
    return {name: instrument.range for name, instrument in INSTRUMENTS.items() if instrument.range}


def names_of(instruments: Iterable[str]) -> list[str]:
    """The names of instruments, each followed by its aliases."""
    return [name for each in instruments for name in (each, *INSTRUMENTS[each].aliases)]


def accompanying() -> list[str]:
    """The names of the instruments that accompany."""
    return [name for name, instrument in INSTRUMENTS.items() if instrument.hands or instrument.drum or instrument.drone]


def tunings() -> dict[str, Tuning]:
    """The tunings that there is tablature for, by name."""
    return {tuning.name: tuning for instrument in INSTRUMENTS.values() for tuning in instrument.tunings}


def fingerings() -> dict[str, Fingering]:
    """The fingerings of holes and buttons, by name."""
    found = [instrument.fingering for instrument in INSTRUMENTS.values() if instrument.fingering]
    return {fingering.name: fingering for fingering in found}
