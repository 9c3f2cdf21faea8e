"""The names of the same thing in ABC and in MusicXML: one table for each kind, read in both directions."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

__all__ = [
    "BAR_STYLES",
    "CHORD_KINDS",
    "CLEFS",
    "DIRECTIONS",
    "DYNAMICS",
    "FIELDS",
    "FIELD_PREFIX",
    "MARKS",
    "MODES",
    "NOTE_TYPES",
    "SOUNDS",
    "WEDGES",
]

NOTE_TYPES: Final[dict[str, Fraction]] = {
    "maxima": Fraction(8),
    "long": Fraction(4),
    "breve": Fraction(2),
    "whole": Fraction(1),
    "half": Fraction(1, 2),
    "quarter": Fraction(1, 4),
    "eighth": Fraction(1, 8),
    **{f"{part}{'nd' if part == 32 else 'th'}": Fraction(1, part) for part in (16, 32, 64, 128, 256, 512, 1024)},
}
"""How long a note of each type is, in whole notes."""

MARKS: Final[dict[str, tuple[str, str, dict[str, str], str]]] = {
    "trill": ("ornaments", "trill-mark", {}, ""),
    "turn": ("ornaments", "turn", {}, ""),
    "turnx": ("ornaments", "turn", {"slash": "yes"}, ""),
    "invertedturn": ("ornaments", "inverted-turn", {}, ""),
    "invertedturnx": ("ornaments", "inverted-turn", {"slash": "yes"}, ""),
    "uppermordent": ("ornaments", "inverted-mordent", {}, ""),
    "pralltriller": ("ornaments", "inverted-mordent", {}, ""),
    "lowermordent": ("ornaments", "mordent", {}, ""),
    "mordent": ("ornaments", "mordent", {}, ""),
    "/": ("ornaments", "tremolo", {"type": "single"}, "1"),
    "//": ("ornaments", "tremolo", {"type": "single"}, "2"),
    "///": ("ornaments", "tremolo", {"type": "single"}, "3"),
    "roll": ("ornaments", "other-ornament", {}, "roll"),
    "accent": ("articulations", "accent", {}, ""),
    "emphasis": ("articulations", "accent", {}, ""),
    ">": ("articulations", "accent", {}, ""),
    "marcato": ("articulations", "strong-accent", {}, ""),
    "^": ("articulations", "strong-accent", {}, ""),
    "staccato": ("articulations", "staccato", {}, ""),
    "tenuto": ("articulations", "tenuto", {}, ""),
    "wedge": ("articulations", "staccatissimo", {}, ""),
    "slide": ("articulations", "scoop", {}, ""),
    "breath": ("articulations", "breath-mark", {}, ""),
    "upbow": ("technical", "up-bow", {}, ""),
    "downbow": ("technical", "down-bow", {}, ""),
    "open": ("technical", "open-string", {}, ""),
    "thumb": ("technical", "thumb-position", {}, ""),
    "plus": ("technical", "stopped", {}, ""),
    "+": ("technical", "stopped", {}, ""),
    "snap": ("technical", "snap-pizzicato", {}, ""),
    **{digit: ("technical", "fingering", {}, digit) for digit in "012345"},
    "fermata": ("", "fermata", {}, ""),
    "invertedfermata": ("", "fermata", {"type": "inverted"}, ""),
    "arpeggio": ("", "arpeggiate", {}, ""),
}
"""Decorations of a note: the group of notations they stand in, their element, its attributes and text.

The first decoration with the same element is the one that is read back. A roll has no sign of its own in MusicXML.
"""

DYNAMICS: Final = frozenset(["pppp", "ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "ffff", "sfz"])
WEDGES: Final = {
    "crescendo(": "crescendo",
    "<(": "crescendo",
    "crescendo)": "stop",
    "<)": "stop",
    "diminuendo(": "diminuendo",
    ">(": "diminuendo",
    "diminuendo)": "stop",
    ">)": "stop",
}
DIRECTIONS: Final = {"segno": "segno", "coda": "coda"}
SOUNDS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "D.C.": ("D.C.", {"dacapo": "yes"}),
    "dacapo": ("D.C.", {"dacapo": "yes"}),
    "D.C.alfine": ("D.C. al Fine", {"dacapo": "yes"}),
    "D.C.alcoda": ("D.C. al Coda", {"dacapo": "yes"}),
    "D.S.": ("D.S.", {"dalsegno": "segno"}),
    "D.S.alfine": ("D.S. al Fine", {"dalsegno": "segno"}),
    "D.S.alcoda": ("D.S. al Coda", {"dalsegno": "segno"}),
    "fine": ("Fine", {"fine": "yes"}),
    "dacoda": ("To Coda", {"tocoda": "coda"}),
}
"""Jumps: the words that players read, and what a player program does."""

CHORD_KINDS: Final[dict[str, str]] = {
    "": "major",
    "m": "minor",
    "7": "dominant",
    "maj7": "major-seventh",
    "m7": "minor-seventh",
    "mmaj7": "major-minor",
    "dim": "diminished",
    "dim7": "diminished-seventh",
    "m7b5": "half-diminished",
    "aug": "augmented",
    "aug7": "augmented-seventh",
    "6": "major-sixth",
    "m6": "minor-sixth",
    "9": "dominant-ninth",
    "maj9": "major-ninth",
    "m9": "minor-ninth",
    "11": "dominant-11th",
    "maj11": "major-11th",
    "m11": "minor-11th",
    "13": "dominant-13th",
    "maj13": "major-13th",
    "m13": "minor-13th",
    "sus2": "suspended-second",
    "sus4": "suspended-fourth",
    "5": "power",
}
"""Kinds of chords as they are written after the root."""

CLEFS: Final[dict[str, tuple[str, int]]] = {
    "treble": ("G", 2),
    "bass": ("F", 4),
    "alto": ("C", 3),
    "tenor": ("C", 4),
    "soprano": ("C", 1),
    "mezzosoprano": ("C", 2),
    "baritone": ("F", 3),
    "treble1": ("G", 1),
    "alto1": ("C", 1),
    "alto2": ("C", 2),
    "alto4": ("C", 4),
    "bass3": ("F", 3),
    "bass5": ("F", 5),
    "perc": ("percussion", 2),
}
"""Clefs by sign and line; the first of those with the same is the one that is read back."""

MODES: Final = {"ionian": "major", "aeolian": "minor"}
"""Modes of MusicXML that ABC calls by another name here."""

BAR_STYLES: Final = {
    "regular": "|",
    "light-light": "||",
    "light-heavy": "|]",
    "heavy-light": "[|",
    "heavy-heavy": "||",
    "heavy": "||",
    "dotted": ".|",
    "dashed": ".|",
    "none": "[|]",
    "tick": "|",
    "short": "|",
}
FIELDS: Final = "XROASNBDFGHZPWI"
"""Header fields that MusicXML has no element for: they become miscellaneous fields."""
FIELD_PREFIX: Final = "abc:"
