"""The validity report of any ABC, and its bars."""

from __future__ import annotations

from fastapi import APIRouter, Response

from tunesmith.studio.api.schemas import AbcBody
from tunesmith.studio.studio import TheStudio
from tunesmith.studio.tasks.checking import CheckAnswer, checked

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["abc"])


@router.post("/check", response_model=CheckAnswer)
async def check(body: AbcBody, studio: TheStudio) -> Response:
    """What a strict reader would object to, with line and column and how to fix it."""
    return Response(await studio.pieces.run(checked, body.abc), media_type="application/json")
