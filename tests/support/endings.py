"""Whether a tune ends as it is asked to, read off its parsed notes without the grammar's code."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tunesmith.analysis.statistics import tonic_of
from tunesmith.composing.outlines import FREE_METERS
from tunesmith.grammar.layout import BAR_SHARES, METER_COLUMNS, METER_LAST_SHARE, METER_TABLE, METERS
from tunesmith.notation import Tune
from tunesmith.notation.elements import Chord, Note, Rest
from tunesmith.notation.key import MODES, Key

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ends_as_asked", "key_of_last_note", "last_share_of"]

QUARTER = Fraction(1, 4)
ONE_NOTE = tuple(Fraction(ticks, 4) for ticks in (1, 2, 3, 4, 6, 8, 12, 16, 24, 28, 32))
"""What one note can last, in units."""


def ends_as_asked(text: str, ending: str, last_share: int = 0) -> bool:
    """Whether the last note is the tonic and at rest (home), or a note of another letter (open), and long enough."""
    if ending == "any":
        return True
    tune = Tune.parse(text)
    last = tune.bars[-1]
    timed = [element for element in last.elements if isinstance(element, Note | Chord | Rest)][-1]
    share = Fraction(last_share, BAR_SHARES) * tune.meter.capacity - (tune.meter.capacity - last.duration)
    if not isinstance(timed, Note) or timed.duration < least_rest(tune.unit, last.duration, share):
        return False
    tonic = (tune.key.tonic or "C")[0]
    if ending == "open":
        return timed.letter != tonic
    [event] = [one for one in tune.events(expanded=False) if one.pitches][-1:]
    pitch_class = tonic_of(tune.key)
    if timed.letter != tonic or event.pitches[0] % 12 != pitch_class:
        return False
    return timed.duration >= least_rest(tune.unit, last.duration, max(QUARTER, share))


def last_share_of(plan: Sequence[int], meter: str) -> int:
    """How much of a full bar of this meter the plan of a request asks of the last note, in parts of BAR_SHARES."""
    row = FREE_METERS.index(meter) if plan[METERS] > 1 else 0
    return plan[plan[METER_TABLE] + row * METER_COLUMNS + METER_LAST_SHARE]


def key_of_last_note(text: str) -> str | None:
    """The key with the signature of the tune and the last bar's last note for its tonic, None if there is none."""
    tune = Tune.parse(text)
    letters = [element.letter for element in tune.bars[-1].elements if isinstance(element, Note)]
    tonics = [letters[-1] + accidental for accidental in ("", "#", "b")] if letters else []
    keys = [Key(tonic, mode) for tonic in tonics for mode in MODES]
    return next((str(key) for key in keys if key.signature == tune.key.signature), None)


def least_rest(unit: Fraction, length: Fraction, asked: Fraction) -> Fraction:
    """How long the last note must be in a last bar of this length: as asked, or the longest one note that it holds.

    The shortest of all notes asks for nothing.
    """
    return max((one * unit for one in ONE_NOTE[1:] if one * unit <= min(asked, length)), default=Fraction(0))
