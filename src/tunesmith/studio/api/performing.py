"""A tune as it is played, for those who sound it themselves: the same notes as in every sound file."""

from __future__ import annotations

from fastapi import APIRouter, Response

from tunesmith.options import options_of
from tunesmith.rendering.player import Playing
from tunesmith.studio.api.option_fields import with_options
from tunesmith.studio.api.schemas import AbcBody
from tunesmith.studio.studio import TheStudio
from tunesmith.studio.tasks.performing import PerformanceAnswer, performed

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["rendering"])
OPTIONS = options_of(Playing)


@with_options(OPTIONS)
class PerformanceBody(AbcBody):
    """ABC and how to play it; what is left out is chosen by the kind of tune."""


@router.post("/performance", response_model=PerformanceAnswer)
async def play(body: PerformanceBody, studio: TheStudio) -> Response:
    """Any tune with its repeats, tempo, swing, ornaments and accompaniment, note by note."""
    playing = Playing(**body.model_dump(include=set(OPTIONS), exclude_none=True))
    content = await studio.pieces.run(performed, body.abc, playing)
    return Response(content, media_type="application/json")
