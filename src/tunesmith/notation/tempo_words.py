"""Tempo in words: how fast `Q:"Adagio"` is.

The figures of the Italian words are those of abcjs 6.7.2, so that every part of Tunesmith, its page too, plays them
alike; the words of other languages take the figure of the Italian one that dictionaries give for them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tunesmith.notation.meter import Tempo, pulse

if TYPE_CHECKING:
    from fractions import Fraction

    from tunesmith.notation.meter import Meter

__all__ = ["TEMPO_WORDS", "rate_in_words", "stated_tempo"]

TEMPO_WORDS: Final = {
    "larghissimo": 20, "adagissimo": 24, "sostenuto": 28, "grave": 32, "largo": 40, "lento": 50, "larghetto": 60,
    "adagio": 68, "adagietto": 74, "andante": 80, "marcia moderato": 84, "andantino": 88, "andante moderato": 100,
    "moderato": 112, "allegretto": 116, "allegro moderato": 120, "allegro": 126, "animato": 132, "agitato": 140,
    "veloce": 148, "mosso vivo": 156, "vivace": 164, "vivacissimo": 172, "allegrissimo": 176, "presto": 184,
    "prestissimo": 210,
    "very slow": 40, "slow": 50, "slowly": 50, "moderate": 112, "moderately": 112, "lively": 126, "fast": 126,
    "quick": 126, "very fast": 184,
    "sehr langsam": 40, "langsam": 50, "getragen": 60, "gehend": 80, "mäßig": 112, "mässig": 112, "lebhaft": 126,
    "schnell": 126, "sehr schnell": 184,
    "très lent": 40, "lent": 50, "modéré": 112, "gai": 126, "vif": 164, "très vif": 184,
    "långsamt": 50, "måttligt": 112, "livligt": 126, "snabbt": 126,
}  # fmt: skip
"""Beats a minute."""


@lru_cache(maxsize=256)
def rate_in_words(words: str) -> int | None:
    """Beats a minute that these words mean, by the longest tempo word in them; None if they name no tempo."""
    plain = " " + re.sub(r"\W+", " ", words.lower()) + " "
    named = [name for name in TEMPO_WORDS if f" {name} " in plain]
    return TEMPO_WORDS[max(named, key=len)] if named else None


def stated_tempo(value: str | None, meter: Meter, unit: Fraction) -> Tempo | None:
    """The tempo of a `Q:` field: its figures, else what its words mean, in pulses; None where it says neither."""
    if value is None:
        return None
    figures = Tempo.parse(value, unit)
    rate = None if figures else rate_in_words(value)
    return figures if rate is None else Tempo(pulse(meter), rate, value.strip(' "'))
