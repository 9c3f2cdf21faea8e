"""Tunes to look at and to hear before one is kept."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from tunesmith.studio.api.requests import ComposeBody
from tunesmith.studio.api.tunes import new
from tunesmith.studio.studio import TheStudio

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["tunes"])


class Composed(BaseModel):
    """A tune that is not kept, and the seed that makes it again."""

    abc: str
    seed: int


@router.post("/compose")
async def compose(body: ComposeBody, studio: TheStudio) -> Composed:
    """Compose a tune without keeping it; the same body with its seed keeps it at `/tunes`."""
    tune = await new(body, studio)
    return Composed(abc=tune.abc, seed=tune.recipe["seed"])
