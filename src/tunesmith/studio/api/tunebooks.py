"""Tunebooks: ordered sets of tunes, to print or download."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from tunesmith.rendering import FORMATS, Tags
from tunesmith.rendering.formats import books
from tunesmith.rendering.names import numbered_names
from tunesmith.studio.api.edits import TransposeOptions, keep
from tunesmith.studio.api.files import file_response, zip_response
from tunesmith.studio.api.naming import OneOf
from tunesmith.studio.api.rendering import RenderOptions, tags_of
from tunesmith.studio.api.schemas import Strict, Title, TuneRecipe
from tunesmith.studio.description import FILES, ZIPPED
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.store import StoredTune
from tunesmith.studio.store import Tunebook as StoredTunebook
from tunesmith.studio.studio import Studio, TheStudio
from tunesmith.studio.tasks.sets import key_steps, moved_title
from tunesmith.studio.tasks.texts import goal_of, set_transposed

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/tunebooks", tags=["tunebooks"])
TuneIds = Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=500)]


MOST_FILES = 100
"""In one ZIP file, each of which is made before the first byte goes out."""


class Tunebook(BaseModel):
    """A tunebook: its tunes' ids in order."""

    id: str
    title: str
    created: datetime
    tunes: list[str]


class Tunebooks(BaseModel):
    """All tunebooks, newest first."""

    tunebooks: list[Tunebook]


class NewTunebook(Strict):
    """A tunebook to be made."""

    title: Title
    tunes: TuneIds = Field(default_factory=list)


class TunebookChange(Strict):
    """A new title, or other tunes, or another order."""

    title: Title | None = None
    tunes: TuneIds | None = None


class KeyStep(BaseModel):
    """A tune of a tunebook, its key, and whether that fits after the tune before it; the first one fits."""

    tune: str
    key: str
    fits: bool


class KeySteps(BaseModel):
    """The keys of a tunebook from tune to tune."""

    steps: list[KeyStep]


def _answer(book: StoredTunebook | None, book_id: str = "") -> Tunebook:
    if book is None:
        raise ProblemError(404, f"there is no tunebook {book_id!r}")
    return Tunebook(id=book.id, title=book.title, created=book.created, tunes=list(book.tunes))


@router.get("")
def read_all(studio: TheStudio, deleted: bool = False) -> Tunebooks:
    """All tunebooks, or all that were deleted."""
    return Tunebooks(tunebooks=[_answer(book) for book in studio.tunebooks.all(deleted=deleted)])


@router.post("", status_code=201)
def make(body: NewTunebook, studio: TheStudio) -> Tunebook:
    """Make a tunebook."""
    return _answer(studio.tunebooks.add(body.title, body.tunes))


@router.get("/{book_id}")
def read(book_id: str, studio: TheStudio) -> Tunebook:
    """One tunebook."""
    return _answer(studio.tunebooks.get(book_id), book_id)


@router.patch("/{book_id}")
def change(book_id: str, body: TunebookChange, studio: TheStudio) -> Tunebook:
    """Rename it, or give it other tunes."""
    return _answer(studio.tunebooks.change(book_id, body.title, body.tunes), book_id)


@router.delete("/{book_id}", status_code=204)
def delete(book_id: str, studio: TheStudio) -> None:
    """Delete the tunebook until it is restored; its tunes stay."""
    if not studio.tunebooks.delete(book_id):
        raise ProblemError(404, f"there is no tunebook {book_id!r}")


@router.post("/{book_id}/restore")
def restore(book_id: str, studio: TheStudio) -> Tunebook:
    """Put a deleted tunebook back."""
    return _answer(studio.tunebooks.restore(book_id), book_id)


def _tunes(studio: Studio, book: StoredTunebook | Tunebook) -> list[StoredTune]:
    """The tunes of a tunebook; ProblemError 422 if there is none."""
    tunes = studio.tunes.get_many(book.tunes)
    if not tunes:
        raise ProblemError(422, "the tunebook is empty; put a tune into it first", field="tunes")
    return tunes


@router.get("/{book_id}/keys")
def keys(book_id: str, studio: TheStudio) -> KeySteps:
    """Whether the keys of a tunebook fit, from tune to tune, as `/following` has it; the same key fits too."""
    book = _answer(studio.tunebooks.get(book_id), book_id)
    steps = key_steps([(tune.id, tune.key) for tune in studio.tunes.get_many(book.tunes)])
    return KeySteps(steps=[KeyStep(**step) for step in steps])


@router.post("/{book_id}/transpose", status_code=201)
async def transpose(book_id: str, body: TransposeOptions, studio: TheStudio) -> Tunebook:
    """A tunebook with all tunes moved as far, its first one to `key`, kept as a new tunebook beside it."""
    key, semitones = goal_of(body.key, body.semitones)
    book = _answer(await run_in_threadpool(studio.tunebooks.get, book_id), book_id)
    tunes = await run_in_threadpool(_tunes, studio, book)
    texts = await studio.pieces.run(set_transposed, json.dumps([tune.abc for tune in tunes]), key, semitones)
    options = body.model_dump(exclude_none=True)
    made = [
        await keep(studio, tune, text, TuneRecipe(operation="transpose", parent=tune.id, options=options))
        for tune, text in zip(tunes, texts, strict=True)
    ]
    title, ids = moved_title(book.title, key, semitones), [tune.id for tune in made]
    return _answer(await run_in_threadpool(studio.tunebooks.add, title, ids))


def numbered(abc: str, number: int) -> str:
    """The tune under a reference number of its own in its book (section 3.1.1)."""
    rest = abc.removeprefix(abc.partition("\n")[0] + "\n") if abc.startswith("X:") else abc
    return f"X:{number}\n{rest}"


@router.get("/{book_id}/render/{form}", response_class=Response, responses=FILES)
async def render(
    request: Request,
    book_id: str,
    form: Annotated[str, OneOf(books)],
    studio: TheStudio,
    options: Annotated[RenderOptions, Query()],
) -> Response:
    """The whole tunebook as one file; as sound, its tunes are played one after the other."""
    book = _answer(studio.tunebooks.get(book_id), book_id)
    tunes = _tunes(studio, book)
    text = "\n\n".join(numbered(tune.abc, number) for number, tune in enumerate(tunes, 1)) + "\n"
    asked = {**options.chosen(), "tags": Tags(title=book.title)}
    return await file_response(request, studio, text, form, asked, book.title)


@router.get("/{book_id}/files/{form}", response_class=Response, responses=ZIPPED)
async def files(
    book_id: str,
    form: Annotated[str, OneOf(lambda: FORMATS)],
    studio: TheStudio,
    options: Annotated[RenderOptions, Query()],
) -> Response:
    """Each tune of a tunebook as a file of its own, numbered in their order and named by title, in one ZIP file."""
    book = _answer(await run_in_threadpool(studio.tunebooks.get, book_id), book_id)
    tunes = await run_in_threadpool(_tunes, studio, book)
    if len(tunes) > MOST_FILES:
        raise ProblemError(422, f"a ZIP file holds at most {MOST_FILES} tunes, not {len(tunes)}", field="tunes")
    names = numbered_names(tune.title for tune in tunes)
    asked = [
        (name, tune.abc, {**options.chosen(), "tags": tags_of(tune)}) for name, tune in zip(names, tunes, strict=True)
    ]
    return await zip_response(studio, asked, form, book.title)
