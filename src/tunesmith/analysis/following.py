"""Keys for the tune that comes next in a set."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from tunesmith.analysis.statistics import tonic_of
from tunesmith.music.following import CHANGES, MOST_SIGNS
from tunesmith.notation.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["fits_after", "following_keys"]


def following_keys(key: Key, offered: Iterable[str]) -> list[str]:
    """Those of the keys that are offered that fit after a key, the best first.

    Of each change of tonic, the key in which the fewest sharps or flats change comes first; these stand in the order of
    `music.following`, and after them the others likewise.
    """
    ranked: dict[int, list[tuple[int, int, str]]] = {}
    for place, name in enumerate(offered):
        other = Key.parse(name)
        change, signs = (tonic_of(other) - tonic_of(key)) % 12, abs(other.fifths - key.fifths)
        same = (change, other.mode) == (0, key.mode)
        if change in CHANGES and signs <= MOST_SIGNS and not same:
            ranked.setdefault(CHANGES.index(change), []).append((signs, place, name))
    rows = [[name for *_, name in sorted(keys)] for _, keys in sorted(ranked.items())]
    return [name for row in zip_longest(*rows) for name in row if name]


def fits_after(before: Key, after: Key) -> bool:
    """Whether a key fits after another in a set: it is among those that follow it, or it is the same."""
    return str(before) == str(after) or bool(following_keys(before, [str(after)]))
