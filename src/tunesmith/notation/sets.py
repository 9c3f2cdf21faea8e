"""Tunes that belong together transposed: all move as far, so that their keys stay what they are to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.errors import AbcError, RequestError
from tunesmith.notation.key import Key
from tunesmith.notation.transposition import interval_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.notation.tune import Tune

__all__ = ["named_key", "transposed_set"]


def transposed_set(tunes: Sequence[Tune], *, key: Key | None = None, semitones: int = 0) -> list[Tune]:
    """The tunes moved together: the first to a key of its mode, by the smallest interval, or by so many semitones.

    Each is spelled in the key with the fewest sharps or flats, but the first as `key` has it. RequestError if the modes
    differ, AbcError if a note would leave the range of MIDI.
    """
    if key is None or not tunes:
        return [tune.transpose(semitones) for tune in tunes]
    first, *others = tunes
    interval = interval_between(first.key, key)
    return [first.moved(interval), *(tune.transpose(interval.semitones) for tune in others)]


def named_key(name: str) -> Key:
    """The key of this name; RequestError if there is none."""
    try:
        return Key.parse(name)
    except AbcError as error:
        raise RequestError(f"must be a key, such as D or Ador: {error.message}", field="key") from None
