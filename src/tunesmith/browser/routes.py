"""What answers each path of the API that a page asks for."""

from __future__ import annotations

import io
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile

from tunesmith.analysis.origin import origin
from tunesmith.browser.bodies import FORMATS_HERE, checked, read
from tunesmith.browser.composing import LONGEST, request_of
from tunesmith.browser.drawing import draw_here
from tunesmith.browser.keeping import AbsentError, Keeping
from tunesmith.browser.service import Asked, Service, source, title_and_rhythm
from tunesmith.composing.continuation import continue_tune
from tunesmith.composing.request import bar_ranges
from tunesmith.composing.second_part import second_part
from tunesmith.composing.variation import vary_passages
from tunesmith.errors import RequestError
from tunesmith.notation import Tune
from tunesmith.rendering import FORMATS, render
from tunesmith.rendering.names import numbered_names
from tunesmith.rendering.player import Playing
from tunesmith.studio.operations import options_for
from tunesmith.studio.tasks import checking
from tunesmith.studio.tasks.converting import converted
from tunesmith.studio.tasks.keeping import headed
from tunesmith.studio.tasks.origins import told
from tunesmith.studio.tasks.performing import performed
from tunesmith.studio.tasks.playability import below, ornaments, playability
from tunesmith.studio.tasks.sets import key_steps, moved_title
from tunesmith.studio.tasks.texts import (
    fixed,
    goal_of,
    keys_after,
    set_transposed,
    transposed,
    with_chords,
    with_chords_in,
    with_second,
)

if TYPE_CHECKING:
    from tunesmith.browser.composer import Network
    from tunesmith.browser.drawing import Engraver
    from tunesmith.browser.known import Lookup
    from tunesmith.browser.service import Answer, Handler
    from tunesmith.composing.recipes import Composition

__all__ = ["ROUTES", "service"]

Fields: TypeAlias = "dict[str, Any]"
Work: TypeAlias = "Callable[[Service, str, Fields], Composition]"
"""Makes a tune of a text, with the fields of a request."""


def service(store: Any, network: Network, lookup: Lookup, engraver: Engraver) -> Service:
    """The service with all routes; see `Service`."""
    return Service(ROUTES, store, network, lookup, engraver)


def with_fields(kind: str, work: Callable[[Fields], Any]) -> Handler:
    """What answers from the fields of a body alone."""
    return lambda _, asked: work(asked.fields(kind))


def kept(work: Callable[[Keeping, str], Awaitable[Any]]) -> Handler:
    """What answers from what is kept under the id in the path."""
    return lambda service, asked: work(service.keeping, asked.parts[0])


def changed(abc: str, changes: list[str] | None = None) -> Fields:
    """The answer to work on a text."""
    return {"abc": abc, "changes": changes or []}


def played(given: Fields) -> bytes:
    """A tune as it is played."""
    return performed(given.pop("abc"), Playing(**given))


async def compared(service: Service, asked: Asked) -> bytes:
    """What a tune has in common with known ones."""
    abc = asked.fields("abc")["abc"]
    return told(origin(abc, await service.known.open()))


async def rendered(service: Service, asked: Asked) -> Answer:
    """Any tune as a file."""
    given = read(asked.body, "render", "options")
    return await file(service, given["abc"], given["format"], given.get("options") or {})


async def file(service: Service, abc: str, form: str, options: Mapping[str, Any]) -> Answer:
    """A tune or a book of tunes as a file."""
    if form not in FORMATS_HERE:
        raise AbsentError(f"this page makes no files of the format {form}; a studio does")
    if FORMATS[form].kind == "score":
        await draw_here(service.engraver)
    return 200, FORMATS[form].media_type, render(abc, form, **checked(options, "render options"))


def moved(abc: str, given: Mapping[str, Any]) -> str:
    """A tune in another key."""
    return transposed(abc, *goal_of(given.get("key"), given.get("semitones")))


def within(abc: str) -> None:
    """RequestError if the network would have to read more of a tune than it may write of one."""
    if len(abc) > LONGEST:
        raise RequestError(f"must have at most {LONGEST} characters here", field="abc", limits={"longest": LONGEST})


def continued(service: Service, abc: str, given: Fields) -> Composition:
    """A tune from where it stops to a complete form."""
    within(abc)
    task = {name: given.pop(name, None) for name in ("model", "voice", "seed", "second_part")}
    composes: Callable[..., Composition] = second_part if task["second_part"] else continue_tune
    tune = Tune.parse(abc).led_by(task["voice"])
    return composes(service.composer(task["model"]), tune, request_of(given, "continue"), seed=task["seed"])


def varied(service: Service, abc: str, given: Fields) -> Composition:
    """A tune with new notes in some bars, and nothing else touched."""
    within(abc)
    varies: Callable[..., Composition] = vary_passages
    composer, bars = service.composer(given.pop("model", None)), bar_ranges(given.pop("bars"))
    tune = Tune.parse(abc).led_by(given.pop("voice", None))
    task = {name: given.pop(name) for name in ("seed", "candidates", "change") if name in given}
    return varies(composer, tune, bars, request_of(given, "vary"), **task)


async def composed(service: Service, asked: Asked) -> Fields:
    """A tune that is not kept, and the seed that makes it again."""
    given = asked.fields("compose")
    await service.open_for(given)
    made = service.composer(given.get("model")).compose(request_of(given), given.get("seed"))
    return {"abc": headed(made.text, *title_and_rhythm(given, made)), "seed": made.seed}


def made_of(operation: str, work: Work) -> Handler:
    """What answers with what is made of any tune."""

    def answer(service: Service, asked: Asked) -> Fields:
        given = asked.fields(f"{operation} any")
        return changed(work(service, given.pop("abc"), given).text)

    return answer


def made_of_stored(operation: str, work: Work) -> Handler:
    """What keeps what is made of a tune that is kept, beside it."""

    async def answer(service: Service, asked: Asked) -> tuple[int, Fields]:
        parent, given = await service.keeping.row(asked.parts[0]), asked.fields(operation)
        made = work(service, parent["abc"], dict(given))
        options = {name: value for name, value in given.items() if name not in ("seed", "model")}
        options["ending"] = made.recipe.options["ending"]
        recipe = {"operation": operation, "parent": parent["id"], **source(made), "options": options}
        return 201, await service.keeping.add_beside(parent, made.text, recipe)

    return answer


async def moved_stored(service: Service, asked: Asked) -> tuple[int, Fields]:
    """A tune that is kept, in another key."""
    parent, given = await service.keeping.row(asked.parts[0]), asked.fields("transpose")
    recipe = {"operation": "transpose", "parent": parent["id"], "options": given}
    return 201, await service.keeping.add_beside(parent, moved(parent["abc"], given), recipe)


async def fixed_stored(service: Service, asked: Asked) -> tuple[int, Fields]:
    """A tune that is kept, fixed."""
    parent = await service.keeping.row(asked.parts[0])
    recipe = {"operation": "mend", "parent": parent["id"], "options": {}}
    return 201, await service.keeping.add_beside(parent, fixed(parent["abc"])[0], recipe)


async def brought(service: Service, asked: Asked) -> tuple[int, Fields]:
    """A tune from elsewhere."""
    given = asked.fields("import")
    recipe: Fields = {"operation": "import", "options": {}}
    return 201, await service.keeping.add(given["abc"], given.get("title"), None, recipe)


async def book_keys(service: Service, asked: Asked) -> Fields:
    """The keys of a tunebook from tune to tune."""
    book = await service.keeping.book(asked.parts[0])
    rows = [await service.keeping.row(tune) for tune in book["tunes"]]
    return {"steps": key_steps([(row["id"], row["key"]) for row in rows])}


async def moved_book(service: Service, asked: Asked) -> tuple[int, Fields]:
    """A tunebook with all tunes moved as far, beside the one that it was."""
    book, given = await service.keeping.book(asked.parts[0]), asked.fields("transpose")
    key, semitones = goal_of(given.get("key"), given.get("semitones"))
    rows = await service.keeping.rows(book)
    texts = set_transposed(json.dumps([row["abc"] for row in rows]), key, semitones)
    ids = []
    for row, text in zip(rows, texts, strict=True):
        recipe = {"operation": "transpose", "parent": row["id"], "options": given}
        ids.append((await service.keeping.add_beside(row, text, recipe))["id"])
    return await service.keeping.make_book({"title": moved_title(book["title"], key, semitones), "tunes": ids})


async def book_file(service: Service, asked: Asked) -> Answer:
    """A tunebook as a file."""
    book, form = asked.parts
    return await file(service, await service.keeping.book_text(book), form, asked.query)


async def book_files(service: Service, asked: Asked) -> Answer:
    """Each tune of a tunebook as a file of its own, in one ZIP file."""
    book, form = asked.parts
    rows = await service.keeping.rows(await service.keeping.book(book))
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as made:
        for name, row in zip(numbered_names(row["title"] for row in rows), rows, strict=True):
            _, _, of_tune = await file(service, row["abc"], form, asked.query)
            made.writestr(f"{name}.{form}", of_tune)
    return 200, "application/zip", content.getvalue()


def changed_tune(service: Service, asked: Asked) -> Awaitable[Fields]:
    """A tune that is kept, changed."""
    return service.keeping.change(asked.parts[0], asked.fields("change"), asked.version)


def offered_keys() -> list[str]:
    """The keys that the page offers."""
    return list(options_for("compose")["key"].suggests)


API = "/api/v1"
TUNE, BOOK = rf"{API}/tunes/([^/]+)", rf"{API}/tunebooks/([^/]+)"
ROUTES: list[tuple[str, str, Handler]] = [
    ("POST", f"{API}/check", with_fields("abc", lambda given: checking.checked(**given))),
    ("POST", f"{API}/performance", with_fields("performance", played)),
    ("POST", f"{API}/origin", compared),
    ("POST", f"{API}/below", with_fields("below", lambda given: below(given["abc"], given["below"]))),
    ("POST", f"{API}/playability", with_fields("playability", lambda given: playability(*given.values()))),
    ("POST", f"{API}/ornaments", with_fields("ornaments", lambda given: ornaments(*given.values()))),
    ("POST", f"{API}/following", with_fields("abc", lambda given: {"keys": keys_after(given["abc"], offered_keys())})),
    ("POST", f"{API}/convert", lambda _, asked: converted(asked.body)),
    ("POST", f"{API}/render", rendered),
    ("POST", f"{API}/fix", with_fields("abc", lambda given: changed(*fixed(given["abc"])))),
    ("POST", f"{API}/chords", with_fields("chords", lambda given: changed(with_chords(**{"anew": False, **given})))),
    ("POST", f"{API}/chords/bar", with_fields("chords in a bar", lambda given: changed(with_chords_in(**given)))),
    (
        "POST",
        f"{API}/second-voice",
        with_fields("second voice", lambda given: changed(with_second(**{"instrument": "fiddle", **given}))),
    ),
    ("POST", f"{API}/transpose", with_fields("transpose any", lambda given: changed(moved(given["abc"], given)))),
    ("POST", f"{API}/compose", composed),
    ("POST", f"{API}/continue", made_of("continue", continued)),
    ("POST", f"{API}/vary", made_of("vary", varied)),
    ("POST", f"{API}/tunes/import", brought),
    ("GET", f"{API}/tunes", lambda service, asked: service.keeping.page(asked.query)),
    ("GET", TUNE, kept(Keeping.tune)),
    ("PATCH", TUNE, changed_tune),
    ("DELETE", TUNE, kept(Keeping.delete)),
    ("POST", f"{TUNE}/restore", kept(Keeping.restore)),
    ("GET", f"{TUNE}/versions", kept(Keeping.versions)),
    (
        "POST",
        rf"{TUNE}/versions/(\d+)/restore",
        lambda service, asked: service.keeping.go_back(asked.parts[0], int(asked.parts[1])),
    ),
    ("POST", f"{TUNE}/continue", made_of_stored("continue", continued)),
    ("POST", f"{TUNE}/vary", made_of_stored("vary", varied)),
    ("POST", f"{TUNE}/transpose", moved_stored),
    ("POST", f"{TUNE}/fix", fixed_stored),
    ("GET", f"{API}/tunebooks", lambda service, asked: service.keeping.books(asked.query.get("deleted") == "true")),
    ("POST", f"{API}/tunebooks", lambda service, asked: service.keeping.make_book(json.loads(asked.body))),
    ("GET", BOOK, kept(Keeping.book)),
    ("PATCH", BOOK, lambda service, asked: service.keeping.change_book(asked.parts[0], json.loads(asked.body))),
    ("DELETE", BOOK, kept(Keeping.delete_book)),
    ("POST", f"{BOOK}/restore", kept(Keeping.restore_book)),
    ("GET", f"{BOOK}/keys", book_keys),
    ("POST", f"{BOOK}/transpose", moved_book),
    ("GET", f"{BOOK}/render/([^/]+)", book_file),
    ("GET", f"{BOOK}/files/([^/]+)", book_files),
    ("GET", f"{API}/export", lambda service, _: service.keeping.exported()),
    ("POST", f"{API}/export", lambda service, asked: service.keeping.imported(asked.body.decode())),
]
