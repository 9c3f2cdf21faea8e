"""How new a tune is: what it shares with the known ones."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from tunesmith.analysis.origin import origin
from tunesmith.studio.api.schemas import AbcBody

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["abc"])


class Relative(BaseModel):
    """A known tune; `similarity` is the share of the asked tune, from 0 to 1, that stands in it."""

    title: str
    source: str
    link: str | None
    similarity: float
    shared_bars: int


class OriginAnswer(BaseModel):
    """The nearest known tunes, the longest run in bars that stands in one of them, and all of it in words."""

    nearest: list[Relative]
    longest_run: float
    remarkable: bool
    words: str


@router.post("/origin")
def compare(body: AbcBody) -> OriginAnswer:
    """Compare any tune with the known ones, whatever their keys, meters and ways of writing the rhythm."""
    found = origin(body.abc)
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
    return OriginAnswer(
        nearest=nearest, longest_run=round(found.longest, 2), remarkable=found.remarkable, words=found.words
    )
