"""How new a tune is: what it shares with the known ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tunesmith.analysis.origin import origin
from tunesmith.studio.tasks.reading import as_json

if TYPE_CHECKING:
    from tunesmith.analysis.origin import Origin

__all__ = ["OriginAnswer", "compared", "told"]


@dataclass(frozen=True, slots=True)
class Relative:
    """A known tune; `similarity` is the share of the asked tune, from 0 to 1, that stands in it."""

    title: str
    source: str
    link: str | None
    similarity: float
    shared_bars: int


@dataclass(frozen=True, slots=True)
class OriginAnswer:
    """The nearest known tunes, the longest run in bars that stands in one of them, and all of it in words."""

    nearest: list[Relative]
    longest_run: float
    remarkable: bool
    words: str


def compared(abc: str) -> bytes:
    """Compare a tune with the known ones; the answer as JSON."""
    return told(origin(abc))


def told(found: Origin) -> bytes:
    """What was found as JSON."""
    nearest = [
        Relative(
            title=known.title,
            source=known.source,
            link=known.link,
            similarity=round(known.similarity, 3),
            shared_bars=len(known.bars),
        )
        for known in found.nearest
    ]
    answer = OriginAnswer(
        nearest=nearest, longest_run=round(found.longest, 2), remarkable=found.remarkable, words=found.words
    )
    return as_json(answer)
