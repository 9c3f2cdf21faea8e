"""Tunes and tunebooks of one visitor: what the studio's store does, over the store of the browser (`worker/store.js`).

That store knows nothing of music. It takes and gives rows as JSON, and each of its calls is one transaction.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tunesmith import __version__
from tunesmith.browser.bodies import checked
from tunesmith.errors import RequestError
from tunesmith.notation import Tune
from tunesmith.rendering.formats import numbered
from tunesmith.studio.store.exported import from_json_lines, to_json_lines
from tunesmith.studio.store.records import StoredTune
from tunesmith.studio.store.searching import search_terms, searchable
from tunesmith.studio.tasks.keeping import headed, new_tune, title_in
from tunesmith.studio.tasks.reading import facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AbsentError", "Keeping", "StaleError"]

KEPT = ("title", "abc", "rhythm", "key", "meter", "recipe")
"""What a version of a tune keeps."""
RECIPE: dict[str, Any] = {
    "operation": "import",
    "parent": None,
    "model": None,
    "fingerprint": None,
    "seed": None,
    "options": {},
}
HIDDEN = ("words", "facts", "facts_by")
"""What a row has for lists alone."""
MOST_AT_ONCE, USUAL = 200, 50


class AbsentError(Exception):
    """There is nothing at a path, or no such tune or tunebook."""


class StaleError(Exception):
    """A change was meant for another version of a tune than the present one."""


class Keeping:
    """Keeps, finds, changes and deletes; AbsentError for what is not there."""

    def __init__(self, store: Any) -> None:
        self._store = store

    async def row(self, tune_id: str) -> dict[str, Any]:
        """A tune that is not deleted."""
        found = json.loads(await self._store.tune(tune_id))
        if found is None or found["deleted"]:
            raise AbsentError(f"there is no tune {tune_id!r}")
        return found  # type: ignore[no-any-return]

    async def tune(self, tune_id: str) -> dict[str, Any]:
        """A tune as it is answered."""
        return answer(await self.row(tune_id))

    async def add(self, abc: str, title: str | None, rhythm: str | None, recipe: dict[str, Any]) -> dict[str, Any]:
        """Keep a tune, and answer it."""
        row = new_row(texts(abc, title, rhythm, recipe))
        await self._store.add(json.dumps([row]))
        return answer(row)

    async def add_beside(self, parent: Mapping[str, Any], abc: str, recipe: dict[str, Any]) -> dict[str, Any]:
        """Keep the result of work on a tune beside it."""
        return await self.add(abc, title_in(parent["abc"]), parent["rhythm"], recipe)

    async def page(self, query: Mapping[str, str]) -> dict[str, Any]:
        """A page of tunes, newest first, and the cursor of the next one."""
        asked = query.get("query", "")
        wanted = {
            "terms": search_terms(asked),
            "words": asked.split(),
            "starred": query.get("starred") == "true",
            "deleted": query.get("deleted") == "true",
            "cursor": query.get("cursor"),
            "limit": min(int(query.get("limit", USUAL)), MOST_AT_ONCE),
        }
        found = json.loads(await self._store.page(json.dumps(wanted)))
        return {"tunes": [answer(row) for row in found["rows"]], "next": found["next"]}

    async def change(self, tune_id: str, given: dict[str, Any], base: int | None) -> dict[str, Any]:
        """Rename a tune, star it, or give it other notes; what it was stays a version of it."""
        row = await self.row(tune_id)
        values = {"starred": given["starred"]} if "starred" in given else {}
        if "abc" in given:
            recipe = {"operation": "edit", "parent": tune_id, "options": {}}
            values |= texts(given["abc"], given.get("title"), None, recipe)
        elif "title" in given:
            renamed = {name: row[name] for name in KEPT} | {"abc": headed(row["abc"], given["title"], None)}
            values |= listed(renamed | {"title": given["title"]})
        return await self._changed(tune_id, values, base)

    async def _changed(self, tune_id: str, values: dict[str, Any], base: int | None) -> dict[str, Any]:
        if not values:
            return await self.tune(tune_id)
        outcome = json.loads(await self._store.change(tune_id, -1 if base is None else base, json.dumps(values)))
        if outcome == "absent":
            raise AbsentError(f"there is no tune {tune_id!r}")
        if outcome == "stale":
            raise StaleError(tune_id)
        return answer(outcome)

    async def delete(self, tune_id: str) -> None:
        """Delete a tune until it is restored."""
        await self.row(tune_id)
        await self._store.mark("tunes", tune_id, now())

    async def restore(self, tune_id: str) -> dict[str, Any]:
        """Put a deleted tune back."""
        await self._store.mark("tunes", tune_id, "")
        return await self.tune(tune_id)

    async def versions(self, tune_id: str) -> dict[str, Any]:
        """What a tune was before each of its changes, the newest first."""
        await self.row(tune_id)
        shown = ("version", "replaced", "title", "abc")
        rows = json.loads(await self._store.versions(tune_id))
        return {"versions": [{**{name: row[name] for name in shown}, "recipe": RECIPE | row["recipe"]} for row in rows]}

    async def go_back(self, tune_id: str, version: int) -> dict[str, Any]:
        """Make a tune again what it was."""
        await self.row(tune_id)
        rows = json.loads(await self._store.versions(tune_id))
        former = next((row for row in rows if row["version"] == version), None)
        if former is None:
            raise AbsentError(f"there is no version {version} of tune {tune_id!r}")
        return await self._changed(tune_id, listed({name: former[name] for name in KEPT}), None)

    async def books(self, deleted: bool) -> dict[str, Any]:
        """All tunebooks, newest first; or all that were deleted."""
        rows = json.loads(await self._store.books())
        return {"tunebooks": [book_answer(row) for row in rows if bool(row["deleted"]) == deleted]}

    async def book(self, book_id: str) -> dict[str, Any]:
        """A tunebook with the ids of those of its tunes that are there."""
        rows = json.loads(await self._store.books())
        found = next((row for row in rows if row["id"] == book_id and not row["deleted"]), None)
        if found is None:
            raise AbsentError(f"there is no tunebook {book_id!r}")
        return book_answer(found)

    async def make_book(self, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Make a tunebook."""
        fields = book_fields(given)
        if "title" not in fields:
            raise RequestError("must be given", field="title")
        row = {"id": f"b_{secrets.token_urlsafe(12)}", "created": now(), "deleted": None, "tunes": [], **fields}
        await self._store.put_book(json.dumps(row))
        return 201, await self.book(row["id"])

    async def change_book(self, book_id: str, given: dict[str, Any]) -> dict[str, Any]:
        """Rename a tunebook, or give it other tunes or another order."""
        book = await self.book(book_id)
        await self._store.put_book(json.dumps({**book, "deleted": None, **book_fields(given)}))
        return await self.book(book_id)

    async def delete_book(self, book_id: str) -> None:
        """Delete a tunebook until it is restored; its tunes stay."""
        await self.book(book_id)
        await self._store.mark("tunebooks", book_id, now())

    async def restore_book(self, book_id: str) -> dict[str, Any]:
        """Put a deleted tunebook back."""
        await self._store.mark("tunebooks", book_id, "")
        return await self.book(book_id)

    async def rows(self, book: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The tunes of a tunebook; RequestError if there is none."""
        rows = [await self.row(tune_id) for tune_id in book["tunes"]]
        if not rows:
            raise RequestError("the tunebook is empty; put a tune into it first", field="tunes")
        return rows

    async def book_text(self, book_id: str) -> str:
        """A whole tunebook as ABC."""
        rows = await self.rows(await self.book(book_id))
        return "\n\n".join(numbered(Tune.parse(row["abc"]), number) for number, row in enumerate(rows, 1)) + "\n"

    async def exported(self) -> tuple[int, str, bytes]:
        """All tunes as JSON lines, as `tunesmith studio export` writes them."""
        rows = json.loads(await self._store.all())
        return 200, "application/jsonl", "".join(to_json_lines(stored(row)) for row in rows).encode()

    async def imported(self, text: str) -> dict[str, int]:
        """Keep the tunes of JSON lines; those whose id is there already are left alone."""
        rows = [restored_row(tune) for tune in from_json_lines(text)]
        return {"kept": int(await self._store.add(json.dumps(rows)))}


def texts(abc: str, title: str | None, rhythm: str | None, recipe: dict[str, Any]) -> dict[str, Any]:
    """What a row says of a text."""
    return listed(asdict(new_tune(abc, title, rhythm, recipe)))


def listed(row: dict[str, Any]) -> dict[str, Any]:
    """A row with what lists want of it: words to find it by, and the facts of its text, as this version finds them."""
    facts = json.loads(facts_of(row["abc"]))
    words = searchable(row["title"], row["rhythm"], row["key"])
    return {**row, "words": words, "facts": facts, "facts_by": __version__}


def new_row(values: dict[str, Any]) -> dict[str, Any]:
    """The row of a tune that is kept now."""
    beside = {"id": f"t_{secrets.token_urlsafe(12)}", "created": now(), "starred": False, "version": 1, "deleted": None}
    return {**values, **beside}


def restored_row(tune: StoredTune) -> dict[str, Any]:
    """The row of a tune that was exported."""
    return listed({**asdict(tune), "created": tune.created.isoformat(), "deleted": None})


def stored(row: Mapping[str, Any]) -> StoredTune:
    """A tune out of its row."""
    given = {name: value for name, value in row.items() if name not in HIDDEN}
    return StoredTune(**{**given, "created": datetime.fromisoformat(row["created"]), "deleted": None})


def answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the API gives it."""
    facts = row["facts"] if row["facts_by"] == __version__ else json.loads(facts_of(row["abc"]))
    shown = {name: value for name, value in row.items() if name not in HIDDEN}
    return {**shown, "recipe": RECIPE | row["recipe"], **facts}


def book_answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """A tunebook's row as the API gives it."""
    return {name: row[name] for name in ("id", "title", "created", "tunes")}


def book_fields(given: dict[str, Any]) -> dict[str, Any]:
    """The fields of a tunebook out of a body."""
    fields = checked(given, "book", ("tunes",))
    if "tunes" in given:
        if not isinstance(given["tunes"], list) or not all(isinstance(one, str) for one in given["tunes"]):
            raise RequestError("must be a list of the ids of tunes", field="tunes")
        fields["tunes"] = given["tunes"]
    return fields


def now() -> str:
    """This moment in UTC, as it is kept and answered."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
