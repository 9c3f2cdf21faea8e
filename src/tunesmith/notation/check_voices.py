"""Checking what sounds together: overlays that are not as long as their bar, and voices that end at different times.

Source: the ABC standard 2.1, sections 7 (multiple voices) and 7.4 (voice overlay).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.notation.elements import Overlay, Timed
from tunesmith.notation.findings import Finding
from tunesmith.notation.timing import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.notation.bars import Bar
    from tunesmith.notation.voices import Voice

__all__ = ["overlays", "unequal"]


def overlays(bars: Iterable[Bar]) -> Iterator[Finding]:
    """Find overlays that are longer or shorter than the bar that they lie over."""
    for bar in bars:
        for element in (e for e in bar.elements if isinstance(e, Overlay)):
            duration = total([inner.duration for inner in element.elements if isinstance(inner, Timed)])
            if duration != bar.duration:
                message = f"the overlay has {duration} of a whole note, bar {bar.number} has {bar.duration}"
                yield Finding("overlay-length", "warning", message, *element.position, "make them equally long")


def unequal(voices: Sequence[Voice]) -> Iterator[Finding]:
    """Find voices that last longer or shorter than the first."""
    lengths = [total([bar.duration for bar in voice.bars]) for voice in voices]
    for voice, length in zip(voices[1:], lengths[1:], strict=True):
        if length != lengths[0]:
            message = f"voice {voice.name} lasts {length} whole notes, voice {voices[0].name} {lengths[0]}"
            place = next(element.position for element in voice.elements if isinstance(element, Timed))
            yield Finding("voices-unequal", "warning", message, *place, "make them equally long")
