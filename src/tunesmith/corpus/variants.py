"""A tune in the other keys that tunes of its mode are played in."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tunesmith.notation import Interval, Key, Tune
from tunesmith.notation.canonical import wrapped
from tunesmith.notation.transposition import transposed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["keys_in_use", "rewrapped", "variants"]

USED = 0.004  # the share of all tunes from which a key is in use
COMPASS = (55, 88)  # MIDI numbers: a fiddle in first position, and a little above
OCTAVE = 12
REFERENCE = re.compile(r"X:.*")
BAR = re.compile(  # a bar of canonical text with the bar line and the ending after it, or what stands after the last
    r'(?:"[^"]*"|[^" ]| (?![|:]|\[\|))*(?: (?::*\|[|:\]]*|::|\[\|\])(?:\d[\d,]*)?(?: \[\d[\d,]*)?|$)'
)


def keys_in_use(keys: Iterable[str]) -> tuple[str, ...]:
    """The keys that at least USED of the tunes are in, the most used first."""
    counts = Counter(keys)
    return tuple(key for key, count in counts.most_common() if count >= USED * counts.total())


def variants(text: str, keys: Sequence[str], most: int) -> list[str]:
    """A tune in canonical spelling in at most `most` of `keys`: those of its own mode, in their order.

    Each is moved by the least interval that keeps it within COMPASS; a key in which it cannot stay there is passed
    over. A variant is not the tune that the source numbers, so it has `X:0`.
    """
    tune = Tune.parse(text)
    goals = [Key.parse(name) for name in keys if name != str(tune.key)]
    goals = [goal for goal in goals if goal.mode == tune.key.mode and goal.tonic]
    if not goals or not most:
        return []
    pitches = [pitch for event in tune.events(expanded=False) for pitch in event.pitches]
    intervals = (_interval(tune.key, goal, min(pitches), max(pitches)) for goal in goals)
    return [_moved(tune, interval) for interval in intervals if interval is not None][:most]


def _interval(own: Key, goal: Key, lowest: int, highest: int) -> Interval | None:
    """The interval to `goal` by the shortest way that stays within COMPASS, None if there is none."""
    fifths = goal.fifths - own.fifths
    up = 7 * fifths % OCTAVE
    ways = sorted((up, up - OCTAVE), key=abs)
    way = next((way for way in ways if COMPASS[0] <= lowest + way and highest + way <= COMPASS[1]), None)
    return None if way is None else Interval.along_fifths(fifths, way)


def _moved(tune: Tune, interval: Interval) -> str:
    """The canonical text of a canonical tune in another key.

    Moving the text changes nothing but notes, chord symbols and keys, so only its lines must be broken anew; to parse
    and spell every variant would take six times as long.
    """
    text = transposed(tune.header, tune.elements, tune.key, interval)
    return REFERENCE.sub("X:0", rewrapped(text), count=1)


def rewrapped(text: str) -> str:
    """A text in canonical spelling but for its line breaks, with its lines broken where they should be."""
    lines = text.split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("K:")) + 1
    music = "".join(line.removesuffix(" ") for line in lines[start:-1]) + lines[-1]
    return "\n".join([*lines[:start], *wrapped(iter(BAR.findall(music)))])
