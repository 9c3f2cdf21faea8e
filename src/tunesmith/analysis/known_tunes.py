"""Known tunes to compare with, whatever holds them: the index in a file, or that of a page in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Chance", "KnownTune", "KnownTunes", "Match"]


@dataclass(frozen=True, slots=True)
class KnownTune:
    """Where a known tune stands: its title, the book or site, and a link to it if it has one."""

    title: str
    source: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Chance:
    """What a real tune shares with unrelated ones, measured on `tunes` tunes of the index.

    `similarity` and `run` (bars) are the 95th percentiles of what a tune shares with the nearest of all tunes of other
    families; `pair` is the 99.9th percentile of the similarity of two tunes of different families.
    """

    tunes: int
    similarity: float
    run: float
    pair: float


class Match(NamedTuple):
    """A fingerprint of a melody that a known tune has too.

    It begins at the note `place` of the melody, which has come `apart` notes further than the known tune there, in its
    bar `bar`. `before` and `after` say how many notes of the known tune lie between this entry of the index and the one
    before it or after it, without a fingerprint.
    """

    tune: int
    apart: int
    place: int
    before: int
    after: int
    bar: int


class KnownTunes(Protocol):
    """Finds fingerprints in known tunes, which have numbers from 0."""

    @property
    def chance(self) -> Chance:
        """What unrelated tunes share."""

    def __len__(self) -> int:
        """How many known tunes there are."""

    def find(self, hashes: Sequence[int]) -> Iterable[Match]:
        """Every place where one of `hashes` stands; `hashes[i]` belongs to note i of a melody."""

    def tune(self, number: int) -> KnownTune:
        """One of the known tunes."""

    def family(self, number: int) -> int:
        """The number of its family: its other settings have the same."""
