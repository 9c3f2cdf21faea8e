"""Whether a tune ends as it is asked to, read off its parsed notes without the grammar's code."""

from __future__ import annotations

from fractions import Fraction

from tunesmith.analysis.statistics import tonic_of
from tunesmith.notation import Tune
from tunesmith.notation.elements import Chord, Note, Rest
from tunesmith.notation.key import MODES, Key

__all__ = ["ends_as_asked", "key_of_last_note"]

QUARTER = Fraction(1, 4)
ONE_NOTE = tuple(Fraction(ticks, 4) for ticks in (1, 2, 3, 4, 6, 8, 12, 16, 24, 28, 32))
"""What one note can last, in units."""


def ends_as_asked(text: str, ending: str) -> bool:
    """Whether the last note is the tonic and at rest (home), or a note of another letter (open)."""
    if ending == "any":
        return True
    tune = Tune.parse(text)
    last = tune.bars[-1]
    timed = [element for element in last.elements if isinstance(element, Note | Chord | Rest)][-1]
    if not isinstance(timed, Note):
        return False
    tonic = (tune.key.tonic or "C")[0]
    if ending == "open":
        return timed.letter != tonic
    [event] = [one for one in tune.events(expanded=False) if one.pitches][-1:]
    pitch_class = tonic_of(tune.key)
    if timed.letter != tonic or event.pitches[0] % 12 != pitch_class:
        return False
    return timed.duration >= least_rest(tune.unit, last.duration)


def key_of_last_note(text: str) -> str | None:
    """The key with the signature of the tune and the last bar's last note for its tonic, None if there is none."""
    tune = Tune.parse(text)
    letters = [element.letter for element in tune.bars[-1].elements if isinstance(element, Note)]
    tonics = [letters[-1] + accidental for accidental in ("", "#", "b")] if letters else []
    keys = [Key(tonic, mode) for tonic in tonics for mode in MODES]
    return next((str(key) for key in keys if key.signature == tune.key.signature), None)


def least_rest(unit: Fraction, length: Fraction) -> Fraction:
    """How long the last note must be in a last bar of this length: a quarter, or the longest one note that it holds."""
    return max(one * unit for one in ONE_NOTE if one * unit <= min(QUARTER, length))
