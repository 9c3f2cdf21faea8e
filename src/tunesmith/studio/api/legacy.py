"""The contract of the student project that came first: clients written for it work unchanged."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from pydantic import AliasChoices, BaseModel, Field
from starlette.routing import Match
from starlette.types import Scope

from tunesmith.composing.request import Request as ComposeRequest
from tunesmith.errors import AbcError, RequestError
from tunesmith.notation import Tune
from tunesmith.studio.api.files import file_response
from tunesmith.studio.api.rendering import Format
from tunesmith.studio.api.schemas import AbcText, TuneRecipe
from tunesmith.studio.description import FILES
from tunesmith.studio.problems import FIRST_CLIENTS
from tunesmith.studio.studio import TheStudio
from tunesmith.studio.tasks.keeping import named, new_tune

__all__ = ["router"]


class FirstClients(APIRoute):
    """Marks its requests, whose refusals say under `error` what is wrong, and 400 where a value is missing or wrong."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As of any route."""
        match, child = super().matches(scope)
        return match, {**child, FIRST_CLIENTS: True}


router = APIRouter(prefix="/api", tags=["legacy"], route_class=FirstClients)
SHORTEST = 120
"""No finished tune is much shorter; a smaller `length` is taken as this one, as old clients send 50."""


class GenerateBody(BaseModel):
    """How long the tune may be, in characters, its temperature, and what it begins with."""

    length: Annotated[int, Field(ge=1, le=2000)] = 200
    temperature: Annotated[float, Field(gt=0, le=2)] = 0.8
    seed: Annotated[str, Field(max_length=1000)] | None = None


class Generated(BaseModel):
    """A finished tune, under both names that clients know."""

    abc_notation: str
    notation: str
    status: Literal["success"]
    timestamp: datetime
    parameters: dict[str, Any]


class FileBody(BaseModel):
    """ABC, under either of the names that a generated tune has, and the file wanted of it."""

    abc_notation: Annotated[AbcText, Field(validation_alias=AliasChoices("abc_notation", "notation"))]
    format: Format = "wav"


@router.post("/generate")
async def generate(body: GenerateBody, studio: TheStudio) -> Generated:
    """Compose a tune and keep it; text in `seed` that is ABC begins the tune, note for note."""
    length = max(SHORTEST, body.length)
    request = ComposeRequest(length=length, temperature=body.temperature, opening=_opening(body.seed))
    try:
        composition = await studio.composers.compose(request, None)
    except RequestError as error:
        field = "seed" if error.field == "opening" else error.field
        raise RequestError(error.problem, field=field, limits=error.limits) from error
    recipe = TuneRecipe(
        operation="compose", model=composition.recipe.model, seed=composition.seed, options=body.model_dump()
    )
    stored = await studio.writer.add(new_tune(composition.text, named(composition, None), None, recipe.kept))
    return Generated(
        abc_notation=stored.abc,  # whose title is beyond the length that was asked for
        notation=stored.abc,
        status="success",
        timestamp=stored.created,
        parameters=body.model_dump(exclude_none=True),
    )


def _opening(seed: str | None) -> str:
    """The seed if it is music from end to end; old clients also send nothing, or words, which say nothing about notes.

    Control characters are left out.
    """
    text = "".join(c for c in seed or "" if c.isprintable() or c in "\r\n\t")
    try:
        tune = Tune.parse(text)
    except AbcError:
        return ""
    return "" if tune.losses else tune.text


@router.post("/generate-mp4", response_class=Response, responses=FILES)
async def generate_file(request: Request, body: FileBody, studio: TheStudio) -> Response:
    """The tune as sound, film or any other file."""
    title = f"tune_{datetime.now(UTC):%Y%m%d_%H%M%S}"
    return await file_response(request, studio, body.abc_notation, body.format, {}, title)
