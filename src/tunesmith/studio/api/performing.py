"""A tune as it is played, for those who sound it themselves: the same notes as in every sound file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from tunesmith.rendering.player import Playing
from tunesmith.studio.api.schemas import AbcBody, Word
from tunesmith.studio.studio import TheStudio
from tunesmith.studio.tasks.performing import PerformanceAnswer, performed

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["rendering"])


class PerformanceBody(AbcBody):
    """ABC and how to play it; what is left out is chosen by the kind of tune."""

    swing: Annotated[float, Field(ge=0, le=1)] | None = None
    accompaniment: Word | None = None


@router.post("/performance", response_model=PerformanceAnswer)
async def play(body: PerformanceBody, studio: TheStudio) -> Response:
    """Any tune with its repeats, tempo, swing, ornaments and accompaniment, note by note."""
    content = await studio.pieces.run(performed, body.abc, Playing(swing=body.swing, accompaniment=body.accompaniment))
    return Response(content, media_type="application/json")
