"""Loops: how much a tune repeats itself, to count the tunes that repeat one bar without end."""

from __future__ import annotations

import re
import zlib
from itertools import groupby
from typing import TYPE_CHECKING

from tunesmith.notation.elements import Chord, Note, Rest

if TYPE_CHECKING:
    from tunesmith.notation.bars import Bar
    from tunesmith.notation.tune import Tune

__all__ = ["LOOPING", "compression_ratio", "longest_run", "share_looping"]

LOOPING = 4.9
"""A tune that compresses further than this is in a loop: 99.9% of real tunes do not (`scripts/ranking.py real`)."""
FIELDS = re.compile(r"^[A-Za-z]:(?![|:]).*\n?", re.MULTILINE)


def compression_ratio(text: str) -> float:
    """How many times shorter zlib makes the music of a tune, its field lines left out; 0 where there is none.

    Source: Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision" (2022), section 4.5, which
    tells by it where a decoder loops.
    """
    music = FIELDS.sub("", text).encode()
    return len(music) / len(zlib.compress(music)) if music else 0.0


def share_looping(texts: list[str], above: float = LOOPING) -> float:
    """The share of tunes whose compression ratio is above a bound, from 0 to 1."""
    return sum(compression_ratio(text) > above for text in texts) / len(texts)


def longest_run(tune: Tune) -> int:
    """How many bars in a row are the same, note for note, as they are written; 1 where none is."""
    return max(len(list(run)) for _, run in groupby(melody(bar) for bar in tune.bars))


def melody(bar: Bar) -> tuple[object, ...]:
    """The notes and rests of a bar, without their ornaments."""
    return tuple(_voiced(element) for element in bar.elements if isinstance(element, Note | Chord | Rest))


def _voiced(element: Note | Chord | Rest) -> tuple[object, ...]:
    if isinstance(element, Rest):
        return (element.duration,)
    notes = element.notes if isinstance(element, Chord) else (element,)
    return element.duration, *((note.letter, note.octave, note.accidental) for note in notes)
