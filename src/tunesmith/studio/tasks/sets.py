"""Tunes that are played one after the other, and what their keys have to do with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tunesmith.analysis.following import fits_after
from tunesmith.notation import Key

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["key_steps", "moved_title"]


def key_steps(tunes: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Of each tune, given by its id and its key, whether that key fits after the tune before; the first one fits."""
    keys = [Key.parse(key) for _, key in tunes]
    return [
        {"tune": tune, "key": key, "fits": place == 0 or fits_after(keys[place - 1], keys[place])}
        for place, (tune, key) in enumerate(tunes)
    ]


def moved_title(title: str, key: str | None, semitones: int) -> str:
    """What a tunebook is called whose tunes were moved, the first one to a key or so many semitones."""
    return f"{title[:150]}, {f'in {key}' if key else f'{semitones:+} semitones'}"
