"""What the commands share that may transpose tunes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cyclopts import Parameter

from tunesmith.errors import RequestError
from tunesmith.notation.sets import named_key, transposed_set

if TYPE_CHECKING:
    from tunesmith.notation import Tune

__all__ = ["AS_WRITTEN", "Transposition"]

FARTHEST = 24  # semitones


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Transposition:
    """Where tunes go.

    Parameters
    ----------
    key
        Transpose to this key, such as Bb or Ador, in the mode of the tune. The first tune of a file goes there, and the
        others move as far, so that a set stays a set.
    transpose
        Transpose by so many semitones, down below 0. [from -24 to 24]
    """

    key: str | None = None
    transpose: int | None = None

    def of(self, tunes: list[Tune]) -> list[Tune]:
        """The tunes of a file where they go; RequestError if that makes no sense."""
        if self.key is not None and self.transpose is not None:
            raise RequestError("goes without --transpose: give one of them", field="key")
        semitones = self.transpose or 0
        if abs(semitones) > FARTHEST:
            limits = {"least": -FARTHEST, "most": FARTHEST}
            problem = f"must be a whole number from {-FARTHEST} to {FARTHEST}, not {semitones}"
            raise RequestError(problem, field="transpose", limits=limits)
        if self.key is None and not semitones:
            return tunes
        return transposed_set(tunes, key=None if self.key is None else named_key(self.key), semitones=semitones)


AS_WRITTEN = Transposition()
