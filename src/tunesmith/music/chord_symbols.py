"""Chord symbols: the one table of what people write above the notes, and of the notes that it asks for.

A symbol is a root, a kind, perhaps a bass after a slash, and perhaps another chord in brackets that may be played
instead: `G`, `Am7/G`, `C6/9`, `F#m7b5`, `G(Em)`. German and Nordic books write `H` for B. `N.C.` asks for silence.
Source: ABC standard 2.1, section 4.18 (chord symbols).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tunesmith.music.notes import NAME_SIGNS

__all__ = ["ChordParts", "intervals_of", "is_no_chord", "read_symbol", "root_name", "triad_kind"]

ROOT: Final = "[A-H](?:##?|bb?|♯|♭)?"
KIND: Final = r"(?:maj|Maj|MAJ|min|mi|ma|m|M|dim|aug|sus|add|alt|no|[-+°oøØΔ#b♯♭(),\s\d]|/(?=\d))*"
SYMBOL: Final = re.compile(
    rf"(?P<opening>\(?)(?P<root>{ROOT})(?P<kind>{KIND}?)(?:(?P<slash>\s*/\s*)(?P<bass>[A-Ha-h](?:#|b|♯|♭)?))?"
    rf"(?P<other>\s*\({ROOT}{KIND}(?:/[A-Ha-h](?:#|b|♯|♭)?)?\))?(?P<closing>\)?)\s*"
)
NO_CHORD: Final = re.compile(r"\s*\(?(?:N\.?\s?C\.?|no chord|tacet)\)?\s*", re.IGNORECASE)

TRIADS: Final[dict[str, tuple[int, ...]]] = {
    "": (0, 4, 7), "maj": (0, 4, 7), "m": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8), "half": (0, 3, 6, 10)
}  # fmt: skip
NAMES: Final = {
    "maj": "maj", "ma": "maj", "M": "maj", "Δ": "maj", "min": "m", "mi": "m", "m": "m", "-": "m", "dim": "dim",
    "°": "dim", "o": "dim", "aug": "aug", "+": "aug", "ø": "half", "Ø": "half", "": "",
}  # fmt: skip
"""What a kind begins with, and the triad that this names."""
SEVENTHS: Final = {"maj": 11, "dim": 9}  # of other triads it is the minor one
EXTENDED: Final[dict[str, tuple[int, ...]]] = {
    "6": (9,), "69": (9, 14), "7": (0,), "9": (0, 14), "11": (0, 14, 17), "13": (0, 14, 21), "2": (14,), "maj7": (11,)
}  # fmt: skip
"""What a figure adds to the triad; 0 stands for its seventh."""
DEGREES: Final = {"2": 2, "4": 5, "5": 7, "6": 9, "7": 10, "9": 14, "11": 17, "13": 21}
THIRDS: Final = frozenset({3, 4})
FIFTHS: Final = frozenset({6, 7, 8})
SPELT: Final = re.compile(
    r"(?P<name>maj|min|mi|ma|m|M|-|dim|°|o|aug|\+|ø|Δ)?(?P<figure>6/9|69|6|7|9|11|13|2)?"
    r"(?P<rest>(?:(?:maj|M)7|sus[24]?|4|add[#b]?\d{1,2}|no\d|alt|[-+#b]\d{1,2})*)"
)
CHANGE: Final = re.compile(r"(maj|M|sus|add|no|[-+#b]|4|alt)([#b]?)(\d{0,2})")


@dataclass(frozen=True, slots=True)
class ChordParts:
    """A chord symbol taken apart; `bass` is "" where the root is, and joining the texts gives the symbol back.

    `root` and `bass` are note names as written, `other` the chord in brackets after it, with them.
    """

    opening: str
    root: str
    kind: str
    slash: str
    bass: str
    other: str
    closing: str

    @property
    def intervals(self) -> tuple[int, ...]:
        """The notes of the chord, in semitones above the root."""
        return intervals_of(self.kind)


@lru_cache(maxsize=1024)
def read_symbol(name: str) -> ChordParts | None:
    """Take a chord symbol apart; None for any other text, such as words or `N.C.`."""
    match = SYMBOL.fullmatch(name.strip())
    return ChordParts(**match.groupdict(default="")) if match else None


def is_no_chord(name: str) -> bool:
    """Whether this asks the players of chords to be silent."""
    return NO_CHORD.fullmatch(name) is not None


def root_name(name: str) -> str:
    """A note name in English: `H` is B, and a bass may be written small."""
    return name[:1].upper().replace("H", "B") + name[1:]


@lru_cache(maxsize=512)
def intervals_of(kind: str) -> tuple[int, ...]:
    """The notes that a kind such as `m7b5` asks for, in semitones above the root.

    A kind beyond the table is played as the triad that it begins with.
    """
    plain = re.sub(r"[(),\s]", "", kind).replace("♯", "#").replace("♭", "b").replace("Ø", "ø")
    plain = re.sub(r"^M(?:aj|AJ)", "maj", plain)
    if plain == "5":
        return (0, 7)
    match = SPELT.fullmatch(plain)
    name = NAMES[(match or SPELT.match(plain) or {"name": ""})["name"] or ""]
    if match is None:
        return TRIADS[name]
    figure = (match["figure"] or "").replace("/", "")
    seventh = SEVENTHS.get(name, 10)
    added = [seventh if interval == 0 else interval for interval in EXTENDED.get(figure, ())]
    notes = [*TRIADS[name], *added]
    if figure in ("9", "11", "13"):  # players leave out the fifth
        notes = [note for note in notes if note not in FIFTHS]
    for change in CHANGE.findall(match["rest"]):
        notes = changed(notes, *change)
    return tuple(sorted(dict.fromkeys(notes)))


def triad_kind(intervals: tuple[int, ...]) -> str:
    """How a triad of these intervals is written after its root; nothing for a major one, and for none that is known."""
    return next((kind for kind, notes in TRIADS.items() if notes == intervals), "")


def changed(notes: list[int], sign: str, accidental: str, figure: str) -> list[int]:
    """The notes after a change such as `sus4`, `add9`, `no3`, `b5` or `maj7`."""
    step = DEGREES.get(figure, 0) + NAME_SIGNS[accidental]
    if sign in ("maj", "M"):
        return [*(note for note in notes if note != 10), 11]
    if sign in ("sus", "4"):
        return [2 if figure == "2" else 5, *(note for note in notes if note not in THIRDS)]
    if sign == "add":
        return [*notes, step] if step else notes
    if sign == "no":
        gone = THIRDS if figure == "3" else FIFTHS if figure == "5" else frozenset[int]()
        return [note for note in notes if note not in gone]
    if sign == "alt":
        return [6 if note == 7 else note for note in notes]
    altered = DEGREES.get(figure, 0) + (1 if sign in "#+" else -1)
    kept = [note for note in notes if not (note in FIFTHS if figure == "5" else note == DEGREES.get(figure))]
    return [*kept, altered] if figure in DEGREES else notes
