"""How far from where it is written a tune sounds: octaves and intervals in `K:`, `V:` and `%%MIDI transpose`.

- `octave=-1`, and a clef with a small 8 or 15 (`treble-8`), move by octaves; the later of the two holds, and `octave=`
  where both stand in one field. A clef without a number moves by none.
- `transpose=-2`, `shift=CD` and `sound=c_B` (from the first note to the second, which is c where it is missing) move by
  semitones; the last in `K:` and the last in `V:` are added. `score=` moves what is drawn alone (`as_drawn.py`).

This is what abc2midi 4.84 plays, but that it passes over `octave=` in an inline `K:`.
Source: ABC standard 2.1, section 4.6 (clefs and transposition); abcm2ps's manual for `score=`, `shift=` and `sound=`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tunesmith.music.notes import SIGN, SIGNS
from tunesmith.notation.directives import directive_of
from tunesmith.notation.elements import Field, InlineField
from tunesmith.notation.pitch import Interval, Pitch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tunesmith.notation.elements import Element

__all__ = [
    "CLEF_OCTAVES",
    "NAMED",
    "PAIR",
    "UNMOVED",
    "Shift",
    "interval_of",
    "midi_of",
    "said",
    "shift_after",
    "unnamed",
]

OCTAVE: Final = re.compile(r"(?<!\S)octave=([+-]?\d)")
TRANSPOSE: Final = re.compile(r"(?<!\S)transpose=([+-]?\d{1,2})(?!\d)")
SIGNED: Final = rf"(?:{SIGN})?[A-Ga-g][,']*"
PAIR: Final = re.compile(rf"(?<!\S)(?P<word>score|sound|shift)=({SIGNED})({SIGNED})?")
NOTE: Final = re.compile(rf"({SIGN})?([A-Ga-g])([,']*)")
CLEF: Final = re.compile(
    r"(?<!\S)(?:clef=\"?[A-Za-z]+\d?|treble|alto\d?|tenor|bass\d?|mezzo|soprano|baritone|perc)[,']*([+-](?:8|15))?(?![\w-])"
)
NAMED: Final = r"(?<!\S)(?:s?na?me?|subname)=(?:\"[^\"]*\"|\S+)"
"""The name of a voice in its field, which says nothing of clef and pitch whatever its words."""
NAME: Final = re.compile(NAMED)
CLEF_OCTAVES: Final = {"-8": -1, "+8": 1, "-15": -2, "+15": 2, None: 0}
"""The octaves by which the small figure of a clef moves what sounds."""
MIDI_TRANSPOSE: Final = re.compile(r"r?transpose[ \t]+([+-]?\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the music sounds from where it is written: whole octaves, and semitones for each place that says some."""

    octaves: int = 0
    key: int = 0
    voice: int = 0
    midi: int = 0

    @property
    def semitones(self) -> int:
        """All together."""
        return 12 * self.octaves + self.key + self.voice + self.midi


UNMOVED: Final = Shift()


def shift_after(shift: Shift, elements: Iterable[Element]) -> Shift:
    """The shift that holds after these fields and directives."""
    for element in elements:
        if isinstance(element, Field | InlineField) and element.letter in ("K", "V"):
            octaves, semitones = said(element.value)
            shift = shift if octaves is None else replace(shift, octaves=octaves)
            if semitones is not None:
                shift = replace(shift, **{"key" if element.letter == "K" else "voice": semitones})
        elif (directive := directive_of(element)) and directive[0] == "MIDI":
            match = MIDI_TRANSPOSE.match(directive[1])
            shift = replace(shift, midi=int(match[1])) if match else shift
    return shift


@lru_cache(maxsize=512)
def said(value: str) -> tuple[int | None, int | None]:
    """The octaves and semitones that a field moves by; None where it says nothing of them."""
    value = unnamed(value)
    octave, clef = OCTAVE.search(value), CLEF.search(value)
    octaves = int(octave[1]) if octave else CLEF_OCTAVES[clef[1]] if clef else None
    moves = [(match.start(), int(match[1])) for match in TRANSPOSE.finditer(value)]
    pairs = (match for match in PAIR.finditer(value) if match["word"] != "score")
    moves += [(match.start(), interval_of(match).semitones) for match in pairs]
    return octaves, max(moves)[1] if moves else None


def unnamed(value: str) -> str:
    """What a `K:` or `V:` field says without the name of the voice."""
    return NAME.sub("", value) if "=" in value else value


def interval_of(pair: re.Match[str]) -> Interval:
    """From the first note that a match of `PAIR` found to the second, or to c."""
    return pitch_of(pair[3] or "c") - pitch_of(pair[2])


def midi_of(written: str) -> int:
    """The MIDI number of a note, whatever the key."""
    return pitch_of(written).midi


def pitch_of(written: str) -> Pitch:
    """A note as it is written, whatever the key; ValueError for any other text."""
    match = NOTE.match(written)
    if match is None:
        raise ValueError(f"{written!r} is no note")
    octave = (4 if match[2].isupper() else 5) + match[3].count("'") - match[3].count(",")
    return Pitch(match[2].upper(), octave, SIGNS[match[1]] if match[1] else 0)
