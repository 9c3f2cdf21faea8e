"""Tin whistle fingerings for a whistle in D, the usual one: six holes from top to bottom, filled where covered.

The whistle sounds an octave above what is written; its lowest note is written D4 (MIDI 62). The second octave is the
first blown harder, marked `+`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tunesmith.notation import Tune

__all__ = ["fingering", "fingerings"]

LOWEST: Final = 62
COVERED, HALF, OPEN = "●", "◐", "○"
HOLES: Final = (
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
SECOND_D: Final = "○●●●●●"
OUT_OF_REACH: Final = "×"


def fingering(pitch: int) -> str:
    """The seven lines under a note of this MIDI pitch: six holes and the mark of the octave; a cross if it has none."""
    octave, step = divmod(pitch - LOWEST, 12)
    if octave not in (0, 1):
        return OUT_OF_REACH
    holes = SECOND_D if (octave, step) == (1, 0) else HOLES[step]
    return "\n".join([*holes, "+" if octave else "\u00a0"])


def fingerings(tune: Tune) -> dict[tuple[int, int], str]:
    """What stands under each note, by its line and column; of a chord the highest note, of tied notes the first."""
    events = tune.events(expanded=False)
    return {event.element.position: fingering(max(event.pitches)) for event in events if event.pitches}
