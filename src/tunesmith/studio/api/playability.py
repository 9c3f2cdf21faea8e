"""A tune on an instrument: whether it can be played there, how hard it is, and its fingerings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response

from tunesmith.music.instruments import fingerings, names_of, playable
from tunesmith.music.ornamenting import STYLES
from tunesmith.rendering.fingerings import NAMES
from tunesmith.studio.api.naming import OneOf
from tunesmith.studio.api.schemas import AbcBody
from tunesmith.studio.studio import TheStudio
from tunesmith.studio.tasks.playability import (
    BelowAnswer,
    OrnamentsAnswer,
    PlayabilityAnswer,
    below,
    ornaments,
    playability,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["abc"])


class PlayabilityBody(AbcBody):
    """ABC and the instrument to play it on."""

    instrument: Annotated[str, OneOf(lambda: names_of(playable()))]


class BelowBody(AbcBody):
    """ABC, and the fingering to show below its notes, or `names` for the names of the notes."""

    below: Annotated[str, OneOf(lambda: [*fingerings(), NAMES])]


class OrnamentsBody(AbcBody):
    """ABC and the instrument whose players ornament it."""

    instrument: Annotated[str, OneOf(lambda: list(STYLES))]


@router.post("/playability", response_model=PlayabilityAnswer)
async def play_on(body: PlayabilityBody, studio: TheStudio) -> Response:
    """The notes of a tune that an instrument lacks, the transpositions that fit it best, and how hard the tune is."""
    content = await studio.pieces.run(playability, body.abc, body.instrument)
    return Response(content, media_type="application/json")


@router.post("/below", response_model=BelowAnswer)
async def stand_below(body: BelowBody, studio: TheStudio) -> Response:
    """What stands below each note of a tune: a fingering, or the note's name."""
    return Response(await studio.pieces.run(below, body.abc, body.below), media_type="application/json")


@router.post("/ornaments", response_model=OrnamentsAnswer)
async def ornament(body: OrnamentsBody, studio: TheStudio) -> Response:
    """Ornaments that players of an instrument may add to a jig, reel or the like, none of them written yet."""
    content = await studio.pieces.run(ornaments, body.abc, body.instrument)
    return Response(content, media_type="application/json")
