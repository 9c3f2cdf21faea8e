"""Scores, sound and film of any ABC, and of stored tunes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from tunesmith.notation import Tune
from tunesmith.rendering import Tags
from tunesmith.studio.api.files import file_response
from tunesmith.studio.api.schemas import AbcBody, Strict
from tunesmith.studio.api.tunes import find
from tunesmith.studio.description import FILES
from tunesmith.studio.studio import TheStudio

__all__ = ["Format", "router"]

router = APIRouter(prefix="/api/v1", tags=["rendering"])
Format = Literal["abc", "flac", "m4a", "mid", "mp3", "mp4", "musicxml", "mxl", "ogg", "pdf", "png", "svg", "wav"]


class RenderOptions(Strict):
    """How a tune looks and sounds; what is left out is chosen by the kind of tune."""

    instrument: Annotated[str, Field(max_length=40)] | None = None
    accompaniment: Annotated[str, Field(max_length=40)] | None = None
    swing: Annotated[float, Field(ge=0, le=1)] | None = None
    tempo: Annotated[int, Field(ge=20, le=400)] | None = None
    paper: Literal["a4", "letter"] | None = None
    tablature: Literal["whistle", "mandolin"] | None = None

    def chosen(self) -> dict[str, Any]:
        """The options that were given."""
        return self.model_dump(exclude_none=True)


class RenderBody(AbcBody):
    """ABC and what to make of it."""

    format: Format
    options: RenderOptions = RenderOptions()


@router.post("/render", response_class=Response, responses=FILES)
async def render(request: Request, body: RenderBody, studio: TheStudio) -> Response:
    """Any ABC as a file; the header `Tunesmith-Not-Read` says which lines of it were lost."""
    response = await file_response(request, studio, body.abc, body.format, body.options.chosen(), "tune")
    if lost := await run_in_threadpool(not_read, body.abc):
        response.headers["Tunesmith-Not-Read"] = lost
    return response


def not_read(abc: str) -> str:
    """What an empty line has cut off, with the line where that begins; "" if nothing."""
    lost = (problem for problem in Tune.parse(abc).problems if problem.code == "text-after-tune")
    return next((f"line {problem.position.line}: {problem.message}" for problem in lost), "")


@router.get("/tunes/{tune_id}/render/{form}", response_class=Response, responses=FILES)
async def render_stored(
    request: Request, tune_id: str, form: Format, studio: TheStudio, options: Annotated[RenderOptions, Query()]
) -> Response:
    """A stored tune as a file."""
    stored = find(studio, tune_id)
    tags = Tags(title=stored.title, seed=stored.recipe.get("seed"), model=stored.recipe.get("model"))
    return await file_response(request, studio, stored.abc, form, {**options.chosen(), "tags": tags}, stored.title)
