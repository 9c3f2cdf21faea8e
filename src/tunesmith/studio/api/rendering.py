"""Scores, sound and film of any ABC, and of stored tunes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from tunesmith.notation import Tune
from tunesmith.options import options_of
from tunesmith.rendering import FORMATS, Tags
from tunesmith.rendering import RenderOptions as Options
from tunesmith.rendering.glyphs import DRAWN_HERE, missing_glyphs
from tunesmith.studio.api.files import file_response
from tunesmith.studio.api.naming import OneOf
from tunesmith.studio.api.option_fields import with_options
from tunesmith.studio.api.schemas import AbcBody, Strict
from tunesmith.studio.api.tunes import find
from tunesmith.studio.description import FILES
from tunesmith.studio.store import StoredTune
from tunesmith.studio.studio import TheStudio

__all__ = ["Format", "router", "tags_of"]

router = APIRouter(prefix="/api/v1", tags=["rendering"])
Format = Annotated[str, OneOf(lambda: FORMATS)]


@with_options(options_of(Options))
class RenderOptions(Strict):
    """How a tune looks and sounds; what is left out is chosen by the kind of tune."""

    def chosen(self) -> dict[str, Any]:
        """The options that were given."""
        return self.model_dump(exclude_none=True, exclude_unset=True)


class RenderBody(AbcBody):
    """ABC and what to make of it."""

    format: Format
    options: RenderOptions = RenderOptions()


@router.post("/render", response_class=Response, responses=FILES)
async def render(request: Request, body: RenderBody, studio: TheStudio) -> Response:
    """Any ABC as a file; the header `Tunesmith-Not-Read` says which lines of it were lost.

    `Tunesmith-Not-Drawn` lists the characters for which the fonts have no glyph, so that boxes stand for them.
    """
    response = await file_response(request, studio, body.abc, body.format, body.options.chosen(), "tune")
    if lost := await run_in_threadpool(not_read, body.abc):
        response.headers["Tunesmith-Not-Read"] = lost
    if body.format in DRAWN_HERE and (missing := await run_in_threadpool(not_drawn, body.abc)):
        response.headers["Tunesmith-Not-Drawn"] = missing
    return response


def not_read(abc: str) -> str:
    """What an empty line has cut off, with the line where that begins; "" if nothing."""
    lost = (problem for problem in Tune.parse(abc).problems if problem.code == "text-after-tune")
    return next((f"line {problem.position.line}: {problem.message}" for problem in lost), "")


def not_drawn(abc: str) -> str:
    """The characters that no font has, by their code points, since a header holds ASCII."""
    return " ".join(f"U+{ord(character):04X}" for character in missing_glyphs(Tune.parse(abc)))


@router.get("/tunes/{tune_id}/render/{form}", response_class=Response, responses=FILES)
async def render_stored(
    request: Request, tune_id: str, form: Format, studio: TheStudio, options: Annotated[RenderOptions, Query()]
) -> Response:
    """A stored tune as a file."""
    stored = find(studio, tune_id)
    asked = {**options.chosen(), "tags": tags_of(stored)}
    return await file_response(request, studio, stored.abc, form, asked, stored.title)


def tags_of(stored: StoredTune) -> Tags:
    """What a file says of a stored tune: its title, and what makes it again."""
    return Tags(title=stored.title, seed=stored.recipe.get("seed"), model=stored.recipe.get("model"))
