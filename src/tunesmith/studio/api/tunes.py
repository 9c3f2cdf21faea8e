"""Tunes: compose and keep them, find, read, rename, star and delete them."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from starlette.concurrency import run_in_threadpool

from tunesmith.composing.composer import Composition
from tunesmith.errors import AbcError
from tunesmith.studio.api.requests import ComposeBody, given, request_of, task_of
from tunesmith.studio.api.schemas import (
    ImportBody,
    Phrase,
    Tune,
    TuneChange,
    TunePage,
    TuneRecipe,
    TuneVersion,
    TuneVersions,
    Word,
)
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.store import NewTune, StaleVersionError, StoredTune, TuneFilter
from tunesmith.studio.studio import Studio, TheStudio
from tunesmith.studio.tasks.keeping import headed, named, new_tune

__all__ = ["composed", "find", "new", "router"]

router = APIRouter(prefix="/api/v1/tunes", tags=["tunes"])
IfMatch = Annotated[str | None, Header(alias="If-Match", pattern=r'^"[1-9]\d{0,8}"$')]
"""The version that a change is meant for, as an entity tag (RFC 9110, section 13.1.1)."""

IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]


def composed(body: ComposeBody, composition: Composition) -> NewTune:
    """A composed tune ready to be stored, with the recipe that makes it again; ProblemError 422 if it is none."""
    recipe = TuneRecipe(
        operation="compose",
        model=composition.recipe.model,
        fingerprint=composition.recipe.fingerprint,
        seed=composition.seed,
        options=given(body, without={"seed", "title", "model"}),
    )
    rhythm = composition.recipe.options.get("rhythm")
    title = (task_of(body).title or "").strip() or named(composition, rhythm)
    try:
        return new_tune(composition.text, title, rhythm, recipe.kept)
    except AbcError as error:  # the grammar lets nothing out that is no tune
        detail = f"what the network wrote is no tune: {error.message}; try another seed"
        raise ProblemError(422, detail, field="unconstrained") from error


def find(studio: Studio, tune_id: str) -> StoredTune:
    """The stored tune; ProblemError 404 if there is none."""
    stored = studio.tunes.get(tune_id)
    if stored is None:
        raise ProblemError(404, f"there is no tune {tune_id!r}")
    return stored


@router.post("", status_code=201)
async def compose(body: ComposeBody, studio: TheStudio, key: IdempotencyKey = None) -> Tune:
    """Compose a tune and keep it; the same Idempotency-Key gives the same tune."""
    if key is None:
        return studio.facts.answer_at_once(await studio.writer.add(await new(body, studio)))
    request = hashlib.sha256(body.model_dump_json().encode()).hexdigest()
    stored = await run_in_threadpool(studio.tunes.find_by_key, key, request)
    if stored is None:
        stored = await run_in_threadpool(studio.tunes.add_once, await new(body, studio), key, request)
    return await studio.facts.answer(stored)


async def new(body: ComposeBody, studio: Studio) -> NewTune:
    """A tune as asked, ready to be stored."""
    request, task = request_of(body, "compose", studio.settings), task_of(body)
    composition = await studio.composers.compose(request, task.seed, task.model)
    return composed(body, composition)


@router.post("/import", status_code=201)
async def bring_along(body: ImportBody, studio: TheStudio) -> Tune:
    """Import a tune that was made elsewhere."""
    tune = await studio.pieces.run(new_tune, body.abc, body.title, None, TuneRecipe(operation="import").kept)
    await studio.facts.work_out(tune.abc)  # before it is kept: what cannot be read is refused
    return await studio.facts.answer(await studio.writer.add(tune))


@router.get("")
async def search(
    studio: TheStudio,
    query: Phrase | None = None,
    starred: bool | None = None,
    rhythm: Word | None = None,
    key: Word | None = None,
    deleted: bool = False,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TunePage:
    """Tunes, newest first, a page at a time."""
    wanted = TuneFilter(query, starred, rhythm, key, deleted, cursor, limit)
    page, following = await run_in_threadpool(studio.tunes.page, wanted)
    return TunePage(tunes=[await studio.facts.answer(tune) for tune in page], next=following)


@router.get("/{tune_id}")
async def read(tune_id: str, studio: TheStudio) -> Tune:
    """One tune."""
    return await studio.facts.answer(await run_in_threadpool(find, studio, tune_id))


@router.patch("/{tune_id}")
async def change(tune_id: str, body: TuneChange, studio: TheStudio, version: IfMatch = None) -> Tune:
    """Rename a tune, star it, or give it other notes; its recipe then says that it was edited.

    What it was stays a version of it. With `If-Match`, 412 if it has been changed since that version.
    """
    stored = await run_in_threadpool(find, studio, tune_id)
    values = await changes(studio, stored, body)
    if values:
        base = None if version is None else int(version.strip('"'))
        stored = await run_in_threadpool(replaced, studio, tune_id, values, base)
    return await studio.facts.answer(stored)


async def changes(studio: Studio, stored: StoredTune, body: TuneChange) -> dict[str, Any]:
    """The columns that a change sets; a text is taken as it was typed, its title and rhythm out of it."""
    values: dict[str, Any] = {} if body.starred is None else {"starred": body.starred}
    if body.abc is not None:
        recipe = TuneRecipe(operation="edit", parent=stored.id)
        edited = await studio.pieces.run(new_tune, body.abc, body.title, None, recipe.kept)
        await studio.facts.work_out(edited.abc)
        values |= {name: getattr(edited, name) for name in ("title", "abc", "rhythm", "key", "meter", "recipe")}
    elif body.title is not None:
        values |= {"title": body.title, "abc": headed(stored.abc, body.title, None)}
    return values


def replaced(studio: Studio, tune_id: str, values: dict[str, Any], base: int | None) -> StoredTune:
    """The tune after a change; ProblemError 404 if it is gone, 412 if it is not at version `base` any more."""
    try:
        changed = studio.tunes.change(tune_id, base, **values)
    except StaleVersionError as error:
        raise ProblemError(412, "the tune has been changed meanwhile; read it again") from error
    if changed is None:
        raise ProblemError(404, f"there is no tune {tune_id!r}")
    return changed


@router.delete("/{tune_id}", status_code=204)
def delete(tune_id: str, studio: TheStudio) -> None:
    """Delete a tune, also out of every tunebook, until it is restored."""
    if not studio.tunes.delete(tune_id):
        raise ProblemError(404, f"there is no tune {tune_id!r}")


@router.post("/{tune_id}/restore")
async def restore(tune_id: str, studio: TheStudio) -> Tune:
    """Put a deleted tune back."""
    restored = await run_in_threadpool(studio.tunes.restore, tune_id)
    if restored is None:
        raise ProblemError(404, f"there is no tune {tune_id!r}")
    return await studio.facts.answer(restored)


@router.get("/{tune_id}/versions")
def versions(tune_id: str, studio: TheStudio) -> TuneVersions:
    """What a tune was before each of its changes, the newest first."""
    found = studio.tunes.versions(find(studio, tune_id).id)
    return TuneVersions(
        versions=[
            TuneVersion(version=v.version, replaced=v.replaced, title=v.title, abc=v.abc, recipe=TuneRecipe(**v.recipe))
            for v in found
        ]
    )


@router.post("/{tune_id}/versions/{version}/restore")
async def go_back(tune_id: str, version: int, studio: TheStudio) -> Tune:
    """Make a tune again what it was; what it is now stays a version of it too."""
    known = await run_in_threadpool(studio.tunes.versions, (await run_in_threadpool(find, studio, tune_id)).id)
    former = next((one for one in known if one.version == version), None)
    if former is None:
        raise ProblemError(404, f"there is no version {version} of tune {tune_id!r}")
    values = {name: getattr(former, name) for name in ("title", "abc", "rhythm", "key", "meter", "recipe")}
    return await studio.facts.answer(await run_in_threadpool(replaced, studio, tune_id, values, None))
