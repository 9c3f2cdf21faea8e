"""A tune in the other keys that tunes of its mode are played in."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from tunesmith.corpus.pieces import Pieces, rewrapped
from tunesmith.notation import Interval, Key, Tune
from tunesmith.notation.transposition import transposed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tunesmith.corpus.cleaning import CleanTune

__all__ = ["keys_in_use", "variants"]

USED = 0.004  # the share of all tunes from which a key is in use
COMPASS = (55, 88)  # MIDI numbers: a fiddle in first position, and a little above
OCTAVE = 12
REFERENCE = re.compile(r"X:.*")


def keys_in_use(keys: Iterable[str]) -> tuple[str, ...]:
    """The keys that at least USED of the tunes are in, the most used first."""
    counts = Counter(keys)
    return tuple(key for key, count in counts.most_common() if count >= USED * counts.total())


def variants(tune: CleanTune, keys: Sequence[str], most: int) -> list[str]:
    """A tune in at most `most` of `keys`: those of its own mode, in their order.

    Each is moved by the least interval that keeps it within COMPASS; a key in which it cannot stay there is passed
    over. A variant is not the tune that the source numbers, so it has `X:0`.
    """
    own = Key.parse(tune.key)
    goals = (Key.parse(name) for name in keys if name != tune.key)
    intervals = (_interval(own, goal, *tune.compass) for goal in goals if goal.mode == own.mode and goal.tonic)
    chosen = list(islice((interval for interval in intervals if interval is not None), most))
    if not chosen:
        return []
    pieces = Pieces(tune.text, own)
    return [pieces.moved(interval) or _moved(Tune.parse(tune.text), interval) for interval in chosen]


def _interval(own: Key, goal: Key, lowest: int, highest: int) -> Interval | None:
    """The interval to `goal` by the shortest way that stays within COMPASS, None if there is none."""
    fifths = goal.fifths - own.fifths
    up = 7 * fifths % OCTAVE
    ways = sorted((up, up - OCTAVE), key=abs)
    way = next((way for way in ways if COMPASS[0] <= lowest + way and highest + way <= COMPASS[1]), None)
    return None if way is None else Interval.along_fifths(fifths, way)


def _moved(tune: Tune, interval: Interval) -> str:
    """The canonical text of a canonical tune in another key, for a tune that cannot be moved piece by piece.

    Moving the text changes nothing but notes, chord symbols and keys, so only its lines must be broken anew.
    """
    text = transposed(tune.header, tune.elements, tune.key, interval)
    return REFERENCE.sub("X:0", rewrapped(text), count=1)
