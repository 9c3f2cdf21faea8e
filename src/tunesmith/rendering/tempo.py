"""How fast a tune goes: as its `Q:` says, else as is usual for its rhythm, else for its meter."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.music.rhythms import rhythm_of
from tunesmith.notation import Tempo
from tunesmith.notation.meter import pulse
from tunesmith.notation.tempo_words import stated_tempo

if TYPE_CHECKING:
    from tunesmith.music.rhythms import Rhythm
    from tunesmith.notation import Meter, Tune

__all__ = ["tempo_of", "usual_tempo"]

BY_METER: Final[dict[tuple[int, int], tuple[Fraction, int]]] = {
    (2, 2): (Fraction(1, 2), 92),
    (2, 4): (Fraction(1, 4), 112),
    (3, 2): (Fraction(1, 2), 96),
    (3, 4): (Fraction(1, 4), 126),
    (4, 4): (Fraction(1, 2), 92),
    (6, 8): (Fraction(3, 8), 108),
    (9, 8): (Fraction(3, 8), 112),
    (12, 8): (Fraction(3, 8), 120),
}
PULSES_A_MINUTE: Final = 110
FREE_PULSES_A_MINUTE: Final = 84


def usual_tempo(rhythm: Rhythm | None, meter: Meter) -> Tempo:
    """The tempo of a rhythm, else that of its meter."""
    if rhythm:
        in_three = rhythm.beat.numerator == 3
        if in_three == meter.compound:
            return Tempo(rhythm.beat, rhythm.rate)
    beat, rate = BY_METER.get((meter.beats, meter.unit), (pulse(meter), PULSES_A_MINUTE))
    return Tempo(beat, FREE_PULSES_A_MINUTE if meter.free else rate)


def tempo_of(tune: Tune) -> Tempo:
    """How fast a tune begins: as its `Q:` field says, else as is usual for its rhythm."""
    return stated_tempo(tune.setting("Q"), tune.meter, tune.unit) or usual_tempo(rhythm_of(tune.rhythm), tune.meter)
