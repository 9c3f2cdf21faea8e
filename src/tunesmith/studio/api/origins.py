"""How new a tune is: what it shares with the known ones."""

from __future__ import annotations

from fastapi import APIRouter, Response

from tunesmith.studio.api.schemas import AbcBody
from tunesmith.studio.studio import TheStudio
from tunesmith.studio.tasks.origins import OriginAnswer, compared

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["abc"])


@router.post("/origin", response_model=OriginAnswer)
async def compare(body: AbcBody, studio: TheStudio) -> Response:
    """Compare any tune with the known ones, whatever their keys, meters and ways of writing the rhythm."""
    return Response(await studio.pieces.run(compared, body.abc), media_type="application/json")
