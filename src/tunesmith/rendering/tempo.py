"""How fast a tune goes: the speed of each rhythm where the tune itself says nothing.

The rates are those of a relaxed session or céilí, in beats a minute; a beat is a half note in a reel, a dotted quarter
in a jig. `Q:` in the tune goes before all of them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.notation import Tempo
from tunesmith.notation.meter import pulse
from tunesmith.notation.tempo_words import stated_tempo

if TYPE_CHECKING:
    from tunesmith.notation import Meter, Tune

__all__ = ["rhythm_of", "tempo_of", "usual_tempo"]

RATES: Final[dict[str, tuple[Fraction, int]]] = {
    "air": (Fraction(1, 4), 72),
    "barndance": (Fraction(1, 2), 84),
    "fling": (Fraction(1, 2), 88),
    "highland": (Fraction(1, 2), 88),
    "hornpipe": (Fraction(1, 2), 80),
    "jig": (Fraction(3, 8), 112),
    "lament": (Fraction(1, 4), 60),
    "march": (Fraction(1, 4), 104),
    "mazurka": (Fraction(1, 4), 136),
    "planxty": (Fraction(3, 8), 84),
    "polka": (Fraction(1, 4), 124),
    "reel": (Fraction(1, 2), 104),
    "schottische": (Fraction(1, 2), 84),
    "slide": (Fraction(3, 8), 128),
    "slip jig": (Fraction(3, 8), 116),
    "song": (Fraction(1, 4), 88),
    "strathspey": (Fraction(1, 2), 64),
    "three-two": (Fraction(1, 2), 96),
    "waltz": (Fraction(1, 4), 132),
}
SAME: Final = {
    "double jig": "jig",
    "single jig": "slide",
    "hop jig": "slip jig",
    "slipjig": "slip jig",
    "slow air": "air",
    "set dance": "hornpipe",
    "slow reel": "barndance",
    "slow march": "air",
    "highland fling": "fling",
}
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


def rhythm_of(text: str | None) -> str:
    """The rhythm that the words of an `R:` field name, in lower case: "Double Jig" is a "jig"; "" if none is known."""
    words = " ".join((text or "").lower().replace("_", " ").split())
    if words in SAME or words in RATES:
        return SAME.get(words, words)
    named = [name for name in (*SAME, *RATES) if name in words]
    return SAME.get(longest := max(named, key=len), longest) if named else ""


def usual_tempo(rhythm: str, meter: Meter) -> Tempo:
    """The tempo of a rhythm (a word of `rhythm_of`), else that of its meter."""
    if rhythm in RATES:
        beat, rate = RATES[rhythm]
        in_three = beat.numerator == 3
        if in_three == meter.compound:
            return Tempo(beat, rate)
    beat, rate = BY_METER.get((meter.beats, meter.unit), (pulse(meter), PULSES_A_MINUTE))
    return Tempo(beat, FREE_PULSES_A_MINUTE if meter.free else rate)


def tempo_of(tune: Tune) -> Tempo:
    """How fast a tune begins: as its `Q:` field says, else as is usual for its rhythm."""
    return stated_tempo(tune.value("Q"), tune.meter, tune.unit) or usual_tempo(rhythm_of(tune.rhythm), tune.meter)
