"""Which holes or buttons sound a note, for instruments without strings: what stands below it in a score.

Holes go from top to bottom: `●` covered, `◐` half covered, `○` open. A button has its row and number, and `→←` where
the bellows are pushed, `←→` where they are pulled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

__all__ = ["ACCORDION", "CONCERTINA", "RECORDER", "WHISTLE", "Fingering"]

Rows: TypeAlias = dict[str, tuple[tuple[int, int], ...]]
"""The rows of buttons, the best ones to play a note on first; for each button what it sounds pushed and pulled."""

PUSH, PULL = "→←", "←→"


@dataclass(frozen=True, slots=True)
class Fingering:
    """What stands below the notes for an instrument, by MIDI number as written, its lines from top to bottom."""

    name: str
    label: str
    notes: Mapping[int, str]


def holes(marks: Mapping[int, str]) -> dict[int, str]:
    """Marks for notes, one below the other."""
    return {pitch: "\n".join(column) for pitch, column in marks.items()}


def buttons(rows: Rows) -> dict[int, str]:
    """The button of each note: of several the one in the first row, and in a row the highest."""
    found: dict[int, str] = {}
    for row, sounds in reversed(rows.items()):
        for number, pair in enumerate(sounds, start=1):
            for pitch, bellows in zip(pair, (PUSH, PULL), strict=True):
                found[pitch] = f"{row.format(number)}\n{bellows}"
    return found


WHISTLE_OCTAVE: Final = (
    "●●●●●●",  # D
    "●●●●●◐",
    "●●●●●○",  # E
    "●●●●◐○",
    "●●●●○○",  # F sharp
    "●●●○○○",  # G
    "●●◐○○○",
    "●●○○○○",  # A
    "●◐○○○○",
    "●○○○○○",  # B
    "○●●○○○",  # C natural
    "○○○○○○",  # C sharp
)
WHISTLE_HIGH: Final = ("○●●●●●", *WHISTLE_OCTAVE[1:])
WHISTLE: Final = Fingering(
    "whistle",
    "Tin whistle in D, holes",
    holes(
        {62 + step: f"{marks}\u00a0" for step, marks in enumerate(WHISTLE_OCTAVE)}
        | {74 + step: f"{marks}+" for step, marks in enumerate(WHISTLE_HIGH)}
    ),
)
"""The six holes of a whistle in D, which sounds an octave above what is written; `+` for the notes blown harder."""

RECORDER: Final = Fingering(
    "recorder",
    "Recorder in C, holes",
    holes(
        dict(
            enumerate(
                (
                    "●●●●●●●●",  # C
                    "●●●●●●●◐",
                    "●●●●●●●○",  # D
                    "●●●●●●◐○",
                    "●●●●●●○○",  # E
                    "●●●●●○●●",  # F
                    "●●●●○●●○",
                    "●●●●○○○○",  # G
                    "●●●○●●◐○",
                    "●●●○○○○○",  # A
                    "●●○●●○○○",
                    "●●○○○○○○",  # B
                    "●○●○○○○○",  # C
                    "○●●○○○○○",
                    "○○●○○○○○",  # D
                    "○○●●●●●○",
                    "◐●●●●●○○",  # E
                    "◐●●●●○●○",  # F
                    "◐●●●○●○○",
                    "◐●●●○○○○",  # G
                    "◐●●○●○○○",
                    "◐●●○○○○○",  # A
                    "◐●●○●●●○",
                    "◐●●○●●○○",  # B
                    "◐●○○●●○○",  # C
                    "◐●○●●○●●",
                    "◐●○●●○●○",  # D
                ),
                start=60,
            )
        )
    ),
)
"""The thumb hole and the seven others of a soprano or tenor with baroque fingering; half of the sixth and the seventh
is one hole of the two there."""

CONCERTINA: Final = Fingering(
    "concertina",
    "Concertina in C and G, buttons",
    buttons(
        {
            "L{}": ((48, 55), (55, 59), (60, 62), (64, 65), (67, 69)),
            "R{}": ((72, 71), (76, 74), (79, 77), (84, 81), (88, 83)),
            "l{}": ((59, 57), (62, 66), (67, 69), (71, 72), (74, 76)),
            "r{}": ((79, 78), (83, 81), (86, 84), (91, 88), (95, 90)),
            "L{}a": ((52, 53), (57, 58), (61, 63), (69, 67), (68, 70)),
            "R{}a": ((73, 75), (81, 79), (80, 82), (85, 87), (93, 89)),
        }
    ),
)
"""An Anglo concertina of 30 buttons as Wheatstone and Lachenal laid them out: `L` and `R` are the row of C on either
side, `l` and `r` that of G, `a` that of the accidentals; each is counted from the left."""

ACCORDION: Final = Fingering(
    "accordion",
    "Accordion in B and C, buttons",
    buttons(
        {
            "C{}": (
                (52, 57), (55, 59), (60, 62), (64, 65), (67, 69), (72, 71), (76, 74), (79, 77), (84, 81), (88, 83),
            ),
            "B{}": (
                (51, 56), (54, 58), (59, 61), (63, 64), (66, 68), (71, 70), (75, 73), (78, 76), (83, 80), (87, 82),
                (90, 85),
            ),
        }
    ),
)  # fmt: skip
"""A two-row accordion of 21 buttons, as it is usual in Irish music; each row is counted from the chin."""
