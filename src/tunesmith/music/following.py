"""Which keys follow one another in a set of tunes.

Players of sets keep most of the notes and move the tonic, so that the change is heard and the fingers stay where they
are: by a step, a fourth or a fifth, or to the relative key (as in G to Ador, D to G, G to D, G to Emin).
"""

from __future__ import annotations

from typing import Final

__all__ = ["CHANGES", "MOST_SIGNS"]

CHANGES: Final = (2, 5, 7, 9, 3, 10, 0)
"""How many semitones up the tonic goes, the most usual change first; 0 is the same tonic in another mode."""
MOST_SIGNS: Final = 2
"""By how many sharps or flats the signatures may differ."""
