"""The studio's API under Pyodide: the same paths, and the same answers of the same modules, to the page of one visitor.

JavaScript composes and keeps: it makes a Service with a store and an engine, and asks `answer` for each request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qsl, unquote

from tunesmith.analysis.origin import is_known
from tunesmith.browser import bodies
from tunesmith.browser.composer import BrowserComposer
from tunesmith.browser.composing import chosen, prepared, request_of
from tunesmith.browser.keeping import AbsentError, Keeping, StaleError
from tunesmith.browser.known import BrowserIndex, UnreachedError
from tunesmith.errors import AbcError, RenderError, RequestError
from tunesmith.studio.refusals import refusal
from tunesmith.studio.tasks.keeping import named

if TYPE_CHECKING:
    from tunesmith.browser.composer import Network
    from tunesmith.browser.drawing import Engraver
    from tunesmith.browser.known import Lookup
    from tunesmith.composing.recipes import Composition

__all__ = ["Answer", "Asked", "Service", "source", "title_and_rhythm"]

JSON = "application/json"
PROBLEM = "application/problem+json"
Answer: TypeAlias = tuple[int, str, bytes]
"""Status, media type and body."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; `parts` are what its path has in the places of a route's groups."""

    body: bytes = b""
    query: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    parts: tuple[str, ...] = ()

    def fields(self, kind: str) -> dict[str, Any]:
        """The fields of its body."""
        return bodies.read(self.body, kind)


Handler: TypeAlias = "Callable[[Service, Asked], Any]"
Routes: TypeAlias = Sequence[tuple[str, str, Handler]]
"""Method, pattern of the path, and what answers: what `answered` takes, or something that becomes it."""


class Service:
    """Answers requests with what JavaScript does (`worker`).

    `store` keeps tunes, `network` composes with a model that is loaded, `lookup` has known tunes, `engraver` draws.
    """

    def __init__(self, routes: Routes, store: Any, network: Network, lookup: Lookup, engraver: Engraver) -> None:
        self._routes = routes
        self.keeping = Keeping(store)
        self.engraver = engraver
        self.known = BrowserIndex(lookup)
        self._network = network
        self._descriptions: dict[str, dict[str, Any]] = {}

    def learn(self, model: str, description: str) -> None:
        """Take what is to know of a model that was loaded."""
        self._descriptions[model] = json.loads(description)

    def composer(self, name: str | None) -> BrowserComposer:
        """The composer with a model that was loaded."""
        model = name or "small"
        return BrowserComposer(model, self._descriptions[model], self._network, self.is_known)

    def is_known(self, text: str) -> bool:
        """Tell whether a text copies one of the known tunes, which are open."""
        return is_known(text, self.known)

    async def open_for(self, options: Mapping[str, Any]) -> None:
        """Have at hand what composing for these options takes beside a model; UnreachedError if it is not here."""
        if options.get("original"):
            await self.known.open()

    async def answer(self, method: str, address: str, body: Any, version: int) -> Answer:
        """The answer to a request, which may be meant for one `version` of a tune (-1: any); refusals are problems."""
        path, _, query = address.partition("?")
        asked = Asked(bytes(body), dict(parse_qsl(query)), None if version < 0 else version)
        try:
            for verb, pattern, handler in self._routes:
                if verb == method and (match := re.fullmatch(pattern, path)):
                    given = handler(
                        self, Asked(asked.body, asked.query, asked.version, tuple(map(unquote, match.groups())))
                    )
                    return answered(await given if isawaitable(given) else given)
            raise AbsentError("this does not exist here")
        except Exception as error:
            return problem(error)

    async def prepare(self, model: str, body: Any) -> str:
        """What to compose for a body: see `prepared`; or `{refused}`, a problem document."""
        try:
            options = bodies.read(bytes(body), "compose")
            await self.open_for(options)
            return prepared(options, json.dumps(self._descriptions[model]))
        except Exception as error:
            return json.dumps({"refused": json.loads(problem(error)[2])})

    async def keep(self, model: str, body: Any, seed: str, results: str) -> Answer:
        """Choose among the results of what was prepared, and keep the tune."""
        try:
            options = bodies.read(bytes(body), "compose")
            text = chosen(options, seed, results, json.dumps(self._descriptions[model]), self.is_known)
            made = self.composer(model).recorded(request_of(options), int(seed), text)
            return answered((201, await self._kept(options, made)))
        except Exception as error:
            return problem(error)

    async def _kept(self, options: dict[str, Any], made: Composition) -> dict[str, Any]:
        title, rhythm = title_and_rhythm(options, made)
        given = {name: value for name, value in options.items() if name not in ("seed", "title", "model")}
        recipe = {"operation": "compose", **source(made), "options": given}
        try:
            return await self.keeping.add(made.text, title, rhythm, recipe)
        except AbcError as error:  # the grammar lets nothing out that is no tune
            detail = f"what the network wrote is no tune: {error.message}; try another seed"
            raise RequestError(detail, field="unconstrained") from error


def title_and_rhythm(options: Mapping[str, Any], made: Composition) -> tuple[str, str | None]:
    """What a composed tune is called: as asked, or by its kind; and its rhythm."""
    rhythm = made.recipe.options.get("rhythm")
    return (options.get("title") or "").strip() or named(made, rhythm), rhythm


def source(made: Composition) -> dict[str, Any]:
    """What made a tune."""
    return {"model": made.recipe.model, "fingerprint": made.recipe.fingerprint, "seed": made.seed}


def answered(given: Any) -> Answer:
    """An answer in full: bytes are JSON that is ready, a pair brings its status, nothing is 204."""
    if given is None:
        return 204, JSON, b""
    if isinstance(given, bytes):
        return 200, JSON, given
    if isinstance(given, tuple) and len(given) == 3:
        return given
    status, content = given if isinstance(given, tuple) else (200, given)
    return status, JSON, json.dumps(content, ensure_ascii=False).encode()


def problem(error: Exception) -> Answer:
    """A refusal as a problem document (RFC 9457)."""
    errors = []
    if isinstance(error, AbcError | RequestError | RenderError):
        status, detail = 422, str(error)
        errors = [{name: value for name, value in asdict(refusal(error)).items() if value is not None}]
    elif isinstance(error, AbsentError):
        status, detail = 404, str(error)
    elif isinstance(error, UnreachedError):
        status, detail = 503, str(error)
    elif isinstance(error, StaleError):
        status, detail = 412, "the tune has been changed meanwhile; read it again"
    else:
        status, detail = 500, f"this page made a mistake: {type(error).__name__}: {error}"
    title = HTTPStatus(status).phrase
    document = {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": errors}
    return status, PROBLEM, json.dumps(document, ensure_ascii=False).encode()
