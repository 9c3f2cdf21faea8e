"""Work on an existing tune: continue, vary, mend and transpose it, kept or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints
from starlette.concurrency import run_in_threadpool

from tunesmith.notation import Key
from tunesmith.notation import Tune as AbcTune
from tunesmith.notation.fix import fix
from tunesmith.studio.api.answers import new_tune, tune_answer
from tunesmith.studio.api.schemas import AbcBody, AbcText, Recipe, Strict, Tune, Word
from tunesmith.studio.api.tunes import find
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.studio import Studio, TheStudio

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["works"])
Bars = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,2}(-[1-9]\d{0,2})?$")]


class TransposeOptions(Strict):
    """Where to: a key of the same mode, or so many semitones up (down below 0)."""

    key: Word | None = None
    semitones: Annotated[int, Field(ge=-24, le=24)] | None = None


class Changed(BaseModel):
    """The tune after the change, which is not kept, and what was done."""

    abc: str
    changes: list[str] = []


class TransposeBody(TransposeOptions):
    """ABC and where to."""

    abc: AbcText


def transposed(abc: str, options: TransposeOptions) -> Changed:
    """The tune in another key; ProblemError 422 unless exactly one goal is given."""
    tune = AbcTune.parse(abc)
    if (options.key is None) == (options.semitones is None):
        raise ProblemError(422, "give either key or semitones", field="key")
    if options.key is not None:
        return Changed(abc=tune.in_key(Key.parse(options.key)).text)
    return Changed(abc=tune.transpose(options.semitones or 0).text)


def mended(abc: str) -> Changed:
    """The tune with everything mended that has one clear mending."""
    fixed = fix(abc)
    return Changed(abc=fixed.text, changes=[change.message for change in fixed.changes])


async def keep(
    studio: Studio, tune_id: str, operation: Literal["mend", "transpose"], work: Callable[[str], Changed]
) -> Tune:
    """Do some work on a stored tune and keep the result beside it."""
    parent = await run_in_threadpool(find, studio, tune_id)
    changed = await run_in_threadpool(work, parent.abc)
    recipe = Recipe(operation=operation, parent=tune_id)
    tune = await run_in_threadpool(new_tune, changed.abc, parent.title, parent.rhythm, recipe)
    return await run_in_threadpool(tune_answer, await studio.writer.add(tune))


@router.post("/transpose")
def transpose(body: TransposeBody) -> Changed:
    """Any tune in another key."""
    return transposed(body.abc, body)


@router.post("/mend")
def mend(body: AbcBody) -> Changed:
    """Any tune with its clear faults mended."""
    return mended(body.abc)


@router.post("/tunes/{tune_id}/transpose", status_code=201)
async def transpose_stored(tune_id: str, body: TransposeOptions, studio: TheStudio) -> Tune:
    """A stored tune in another key, kept as a new tune."""
    return await keep(studio, tune_id, "transpose", lambda abc: transposed(abc, body))


@router.post("/tunes/{tune_id}/mend", status_code=201)
async def mend_stored(tune_id: str, studio: TheStudio) -> Tune:
    """A stored tune with its clear faults mended, kept as a new tune."""
    return await keep(studio, tune_id, "mend", mended)
