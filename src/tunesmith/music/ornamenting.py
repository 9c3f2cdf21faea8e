"""Which players ornament what, and how.

The practice is that of Irish dance music, as players and scholars describe it:

- A note of three eighths mostly gets a roll, one of two eighths often (Eoin's Irish Fiddle, "Ornaments",
  http://irishfiddle.50megs.com/ornaments.html; N. Keegan, "The Parameters of Style in Irish Traditional Music", Inbhear
  1/1, on long and short rolls, named so by B. Breathnach in 1971).
- Pipes, flute and whistle part two notes of one pitch by a cut or a tap, where a fiddle changes its bow (the same; G.
  Larsen, "A Guide to Grey Larsen's Notation System for Irish Ornamentation").
- Fiddlers play three short strokes in place of a quarter in reels (the triplet of one note in Keegan's article).
- C natural cannot be cut on a whistle, and little can be done with C sharp (the web tutorial "Tin Whistle: Basic
  ornamentation techniques"); a note has no tap where no finger is left below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["ORNAMENTED", "STYLES", "Style"]

ORNAMENTED: Final = ("jig", "reel", "slip jig", "slide", "hornpipe")
"""The dances whose notes are ornamented so."""


@dataclass(frozen=True, slots=True)
class Style:
    """How an instrument ornaments.

    - `lowest`: its lowest note, a MIDI number, which has no tap and no roll
    - `bare`: pitch classes that it leaves without ornament
    - `parts`: whether each note that is repeated gets a cut or tap; else only on the beat, since the bow parts others
    - `triplets`: whether it has three strokes for a quarter
    """

    lowest: int
    bare: frozenset[int] = frozenset()
    parts: bool = True
    triplets: bool = False


FINGERED: Final = Style(lowest=62, bare=frozenset({0, 1}))
STYLES: Final = {
    "fiddle": Style(lowest=55, parts=False, triplets=True),
    "tin-whistle": FINGERED,
    "flute": FINGERED,
    "pipes": FINGERED,
}
"""By the names of the instruments."""
