"""A drone: the tonic and the fifth above it, from the first full bar to the end, struck anew with each bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tunesmith.analysis.statistics import tonic_of
from tunesmith.rendering.accompaniment import Strum, at_or_above

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.analysis.timeline import PlayedBar
    from tunesmith.music.instruments import Drone

__all__ = ["held_tonic"]

FIFTH: Final = 7  # semitones


def held_tonic(bars: Sequence[PlayedBar], drone: Drone) -> Iterator[Strum]:
    """What is held under all bars as played, but for an anacrusis, in the key of each."""
    for played in bars:
        if played.bar.fill == "anacrusis":
            continue
        tonic = at_or_above((tonic_of(played.setting.key) + played.setting.shift.semitones) % 12, drone.lowest)
        yield Strum(played.onset, played.bar.duration, (tonic, tonic + FIFTH), "chord", True)
