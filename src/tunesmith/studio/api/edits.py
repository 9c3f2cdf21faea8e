"""Work on an existing tune: continue, vary, fix and transpose it, kept or not."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from tunesmith.composing.composer import Composition
from tunesmith.composing.continuation import continue_tune
from tunesmith.composing.request import bar_ranges
from tunesmith.composing.second_part import second_part
from tunesmith.composing.variation import vary_passages
from tunesmith.music.instruments import names_of, playable
from tunesmith.notation import Tune as AbcTune
from tunesmith.studio.api.naming import OneOf
from tunesmith.studio.api.option_fields import with_options
from tunesmith.studio.api.requests import given, request_of, task_of
from tunesmith.studio.api.schemas import AbcBody, AbcText, Phrase, Strict, Tune, TuneRecipe, Word
from tunesmith.studio.api.tunes import find
from tunesmith.studio.operations import options_for
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.settings import Settings
from tunesmith.studio.store import StoredTune
from tunesmith.studio.studio import Studio, TheStudio
from tunesmith.studio.tasks.keeping import new_tune, title_in
from tunesmith.studio.tasks.texts import (
    fixed,
    goal_of,
    keys_after,
    transposed,
    with_chords,
    with_chords_in,
    with_second,
)

__all__ = ["TransposeOptions", "keep", "router"]

router = APIRouter(prefix="/api/v1", tags=["edits"])


class TransposeOptions(Strict):
    """Where to: a key of the same mode, or so many semitones up (down below 0)."""

    key: Word | None = None
    semitones: Annotated[int, Field(ge=-24, le=24)] | None = None


class Changed(BaseModel):
    """The tune after the change, which is not kept, and what was done."""

    abc: str
    changes: list[str] = []


class ChordsBody(AbcBody):
    """ABC, and whether its own chord symbols give way."""

    anew: bool = False


class BarChordsBody(AbcBody):
    """ABC, a bar of it, counted as players do, and the chords that it is to have, with spaces between them."""

    bar: Annotated[int, Field(ge=0, le=10_000)]
    chords: Phrase


class SecondVoiceBody(AbcBody):
    """ABC of one voice, and the instrument that is to play the second."""

    instrument: Annotated[str, OneOf(lambda: names_of(playable()))] = "fiddle"


class KeysAnswer(BaseModel):
    """Keys, the best first."""

    keys: list[str]


class TransposeBody(TransposeOptions):
    """ABC and where to."""

    abc: AbcText


@with_options(options_for("continue"))
class ContinueOptions(Strict):
    """How a tune goes on; every field means what the option of that name means on the command line."""


@with_options(options_for("vary"))
class VaryOptions(Strict):
    """Which bars get new notes, and which; every field means what the option of that name means on the command line."""


class ContinueBody(ContinueOptions):
    """ABC and how it goes on."""

    abc: AbcText


class VaryBody(VaryOptions):
    """ABC and the bars to vary."""

    abc: AbcText


async def moved(studio: Studio, abc: str, options: TransposeOptions) -> Changed:
    """The tune in another key; RequestError unless exactly one goal is given."""
    return Changed(abc=await studio.pieces.run(transposed, abc, *goal_of(options.key, options.semitones)))


async def continued(studio: Studio, abc: str, options: ContinueOptions) -> Composition:
    """The tune from where it stops to a complete form."""
    request, task = request_of(options, "continue", studio.settings), task_of(options)
    within(studio.settings, abc)
    composes = second_part if task.second_part else continue_tune
    return await studio.composers.work(
        lambda composer: composes(composer, AbcTune.parse(abc).led_by(task.voice), request, seed=task.seed),
        task.model,
    )


async def varied(studio: Studio, abc: str, options: VaryOptions) -> Composition:
    """The tune with new notes in some bars, and nothing else touched."""
    request, task = request_of(options, "vary", studio.settings), task_of(options)
    passages = bar_ranges(task.bars or "")
    within(studio.settings, abc)
    return await studio.composers.work(
        lambda composer: vary_passages(
            composer,
            AbcTune.parse(abc).led_by(task.voice),
            passages,
            request,
            seed=task.seed,
            candidates=task.candidates,
            change=task.change,
        ),
        task.model,
    )


def within(settings: Settings, abc: str) -> None:
    """ProblemError 422 if the network would have to read more of a tune than it may write of one here."""
    if len(abc) > settings.max_length:
        problem = f"a tune may have at most {settings.max_length} characters here"
        raise ProblemError(422, problem, field="abc", limits={"longest": settings.max_length})


async def keep(studio: Studio, parent: StoredTune, abc: str, recipe: TuneRecipe) -> Tune:
    """Keep the result of work on a stored tune beside it."""
    tune = await studio.pieces.run(new_tune, abc, title_in(parent.abc), parent.rhythm, recipe.kept)
    await studio.facts.work_out(tune.abc)
    return await studio.facts.answer(await studio.writer.add(tune))


def recipe_of(
    operation: Literal["continue", "vary"], parent: StoredTune, options: Strict, composition: Composition
) -> TuneRecipe:
    """What makes the result again out of its parent."""
    return TuneRecipe(
        operation=operation,
        parent=parent.id,
        model=composition.recipe.model,
        fingerprint=composition.recipe.fingerprint,
        seed=composition.seed,
        options=given(options, without={"seed", "model"}) | {"ending": composition.recipe.options["ending"]},
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
async def transpose(body: TransposeBody, studio: TheStudio) -> Changed:
    """Any tune in another key."""
    return await moved(studio, body.abc, body)


@router.post("/fix")
@router.post("/mend", deprecated=True)
async def fix(body: AbcBody, studio: TheStudio) -> Changed:
    """Any tune with its clear faults fixed; `/mend` is the earlier name."""
    abc, changes = await studio.pieces.run(fixed, body.abc)
    return Changed(abc=abc, changes=changes)


@router.post("/chords")
async def chords(body: ChordsBody, studio: TheStudio) -> Changed:
    """Any tune with chord symbols above its melody, where it has none; with `anew`, in place of those that it has."""
    return Changed(abc=await studio.pieces.run(with_chords, body.abc, body.anew))


@router.post("/chords/bar")
async def chords_in_bar(body: BarChordsBody, studio: TheStudio) -> Changed:
    """Any tune with other chord symbols in one of its bars, or with none there."""
    return Changed(abc=await studio.pieces.run(with_chords_in, body.abc, body.bar, body.chords))


@router.post("/second-voice")
async def second_voice(body: SecondVoiceBody, studio: TheStudio) -> Changed:
    """Any tune of one voice with a second one below its melody: thirds and sixths on notes of its chords."""
    return Changed(abc=await studio.pieces.run(with_second, body.abc, body.instrument))


@router.post("/following")
async def following(body: AbcBody, studio: TheStudio) -> KeysAnswer:
    """The keys that fit the tune that is played after this one in a set, of those that `/choices` offers."""
    offered = list(options_for("compose")["key"].suggests)
    return KeysAnswer(keys=await studio.pieces.run(keys_after, body.abc, offered))


@router.post("/tunes/{tune_id}/transpose", status_code=201)
async def transpose_stored(tune_id: str, body: TransposeOptions, studio: TheStudio) -> Tune:
    """A stored tune in another key, kept as a new tune."""
    parent = await run_in_threadpool(find, studio, tune_id)
    changed = await moved(studio, parent.abc, body)
    options = body.model_dump(exclude_none=True)
    return await keep(studio, parent, changed.abc, TuneRecipe(operation="transpose", parent=tune_id, options=options))


@router.post("/tunes/{tune_id}/fix", status_code=201)
@router.post("/tunes/{tune_id}/mend", status_code=201, deprecated=True)
async def fix_stored(tune_id: str, studio: TheStudio) -> Tune:
    """A stored tune with its clear faults fixed, kept as a new tune; `/mend` is the earlier name."""
    parent = await run_in_threadpool(find, studio, tune_id)
    abc, _ = await studio.pieces.run(fixed, parent.abc)
    return await keep(studio, parent, abc, TuneRecipe(operation="mend", parent=tune_id))
