"""What a drum does with a tune: a deep stroke on each pulse, and light ones on the quarters or eighths between."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.notation.meter import pulse
from tunesmith.rendering.accompaniment import Strum

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.analysis.timeline import PlayedBar
    from tunesmith.music.instruments import Drum

__all__ = ["strokes"]

EIGHTH: Final = Fraction(1, 8)


def strokes(bars: Sequence[PlayedBar], drum: Drum) -> Iterator[Strum]:
    """The strokes under all bars as played, but for an anacrusis; the last bar has only its first."""
    for place, played in enumerate(bars):
        if played.bar.fill == "anacrusis":
            continue
        beat, last = pulse(played.bar.meter), place + 1 == len(bars)
        for number in range(1 if last else int(played.bar.duration / EIGHTH)):
            offset = number * EIGHTH
            deep = not offset % beat
            pitch = drum.deep if deep else drum.light
            yield Strum(played.onset + offset, EIGHTH, (pitch,), "bass" if deep else "chord", not offset)
