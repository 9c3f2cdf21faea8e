"""Keys for the tune that comes next in a set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.analysis.statistics import tonic_of
from tunesmith.music.following import CHANGES, MOST_SIGNS
from tunesmith.notation.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["following_keys"]


def following_keys(key: Key, offered: Iterable[str]) -> list[str]:
    """Those of the keys that are offered that fit after a key, the best first.

    What counts first is the change of tonic, as in `music.following`, then how many sharps or flats change.
    """
    ranked = []
    for place, name in enumerate(offered):
        other = Key.parse(name)
        change, signs = (tonic_of(other) - tonic_of(key)) % 12, abs(other.fifths - key.fifths)
        same = (change, other.mode) == (0, key.mode)
        if change in CHANGES and signs <= MOST_SIGNS and not same:
            ranked.append((CHANGES.index(change), signs, place, name))
    return [name for *_, name in sorted(ranked)]
