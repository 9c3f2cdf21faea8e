"""Work on an existing tune: continue, vary, mend and transpose it, kept or not."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints
from starlette.concurrency import run_in_threadpool

from tunesmith.composing.composer import Composition
from tunesmith.composing.continuation import continue_tune
from tunesmith.composing.variation import vary
from tunesmith.notation import Key
from tunesmith.notation import Tune as AbcTune
from tunesmith.notation.fix import fix
from tunesmith.rendering.harmony import add_chords
from tunesmith.studio.api.answers import new_tune, tune_answer
from tunesmith.studio.api.requests import request_of
from tunesmith.studio.api.schemas import AbcBody, AbcText, BestOf, Recipe, Strict, Tune, Wish, Word
from tunesmith.studio.api.tunes import find
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.settings import Settings
from tunesmith.studio.store import StoredTune
from tunesmith.studio.studio import Studio, TheStudio

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["works"])
Bars = Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d{0,2})(-(0|[1-9]\d{0,2}))?$")]


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


class ContinueOptions(Wish):
    """The parts of the whole tune, the bars of each part that is not finished yet, and how long all may be."""

    parts: Annotated[int, Field(ge=1, le=12)] | None = None
    bars: Annotated[int, Field(ge=1, le=64)] | None = None
    length: Annotated[int, Field(ge=1)] | None = None
    best_of: BestOf = 1


class VaryOptions(Wish):
    """The written bars that get new notes, such as `5-8`, as players count, and from how many candidates."""

    bars: Bars
    candidates: Annotated[int, Field(ge=1, le=64)] = 16


class ContinueBody(ContinueOptions):
    """ABC and how it goes on."""

    abc: AbcText


class VaryBody(VaryOptions):
    """ABC and the bars to vary."""

    abc: AbcText


async def continued(studio: Studio, abc: str, options: ContinueOptions) -> Composition:
    """The tune from where it stops to a complete form."""
    request = request_of(options, studio.settings)
    within(studio.settings, abc)
    return await studio.composers.work(
        lambda composer: continue_tune(composer, abc, request, seed=options.seed), options.model
    )


async def varied(studio: Studio, abc: str, options: VaryOptions) -> Composition:
    """The tune with new notes in some bars, and nothing else touched."""
    first, _, last = options.bars.partition("-")
    bars = int(first), int(last or first)
    request = request_of(options, studio.settings, without={"bars", "candidates"})
    within(studio.settings, abc)
    return await studio.composers.work(
        lambda composer: vary(composer, abc, bars, request, seed=options.seed, candidates=options.candidates),
        options.model,
    )


def within(settings: Settings, abc: str) -> None:
    """ProblemError 422 if the network would have to read more of a tune than it may write of one here."""
    if len(abc) > settings.max_length:
        raise ProblemError(422, f"a tune may have at most {settings.max_length} characters here", field="abc")


def mended(abc: str) -> Changed:
    """The tune with everything mended that has one clear mending."""
    fixed = fix(abc)
    return Changed(abc=fixed.text, changes=[change.message for change in fixed.changes])


async def keep(studio: Studio, parent: StoredTune, abc: str, recipe: Recipe) -> Tune:
    """Keep the result of work on a stored tune beside it."""
    tune = await run_in_threadpool(new_tune, abc, parent.title, parent.rhythm, recipe)
    return await run_in_threadpool(tune_answer, await studio.writer.add(tune))


def recipe_of(
    operation: Literal["continue", "vary"], parent: StoredTune, options: Wish, composition: Composition
) -> Recipe:
    """What makes the result again out of its parent."""
    return Recipe(
        operation=operation,
        parent=parent.id,
        model=composition.recipe.model,
        fingerprint=composition.recipe.fingerprint,
        seed=composition.seed,
        options=options.model_dump(exclude_none=True, exclude={"seed", "model"}),
    )


@router.post("/continue")
async def go_on(body: ContinueBody, studio: TheStudio) -> Changed:
    """Any tune, from where it stops to a complete form."""
    return Changed(abc=(await continued(studio, body.abc, body)).text)


@router.post("/vary")
async def vary_bars(body: VaryBody, studio: TheStudio) -> Changed:
    """Any tune, with new notes in some of its bars."""
    return Changed(abc=(await varied(studio, body.abc, body)).text)


@router.post("/tunes/{tune_id}/continue", status_code=201)
async def go_on_stored(tune_id: str, body: ContinueOptions, studio: TheStudio) -> Tune:
    """A stored tune continued, kept as a new tune."""
    parent = await run_in_threadpool(find, studio, tune_id)
    composition = await continued(studio, parent.abc, body)
    return await keep(studio, parent, composition.text, recipe_of("continue", parent, body, composition))


@router.post("/tunes/{tune_id}/vary", status_code=201)
async def vary_stored(tune_id: str, body: VaryOptions, studio: TheStudio) -> Tune:
    """A stored tune with some bars varied, kept as a new tune."""
    parent = await run_in_threadpool(find, studio, tune_id)
    composition = await varied(studio, parent.abc, body)
    return await keep(studio, parent, composition.text, recipe_of("vary", parent, body, composition))


@router.post("/transpose")
def transpose(body: TransposeBody) -> Changed:
    """Any tune in another key."""
    return transposed(body.abc, body)


@router.post("/mend")
def mend(body: AbcBody) -> Changed:
    """Any tune with its clear faults mended."""
    return mended(body.abc)


@router.post("/chords")
def chords(body: AbcBody) -> Changed:
    """Any tune with chord symbols above its melody, where it has none."""
    return Changed(abc=add_chords(AbcTune.parse(body.abc)))


@router.post("/tunes/{tune_id}/transpose", status_code=201)
async def transpose_stored(tune_id: str, body: TransposeOptions, studio: TheStudio) -> Tune:
    """A stored tune in another key, kept as a new tune."""
    parent = await run_in_threadpool(find, studio, tune_id)
    changed = await run_in_threadpool(transposed, parent.abc, body)
    options = body.model_dump(exclude_none=True)
    return await keep(studio, parent, changed.abc, Recipe(operation="transpose", parent=tune_id, options=options))


@router.post("/tunes/{tune_id}/mend", status_code=201)
async def mend_stored(tune_id: str, studio: TheStudio) -> Tune:
    """A stored tune with its clear faults mended, kept as a new tune."""
    parent = await run_in_threadpool(find, studio, tune_id)
    changed = await run_in_threadpool(mended, parent.abc)
    return await keep(studio, parent, changed.abc, Recipe(operation="mend", parent=tune_id))
