"""The web service, put together."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI

from tunesmith import __version__
from tunesmith.errors import MissingExtraError
from tunesmith.studio.api import (
    checking,
    composing,
    converting,
    edits,
    legacy,
    origins,
    performing,
    playability,
    rendering,
    streaming,
    system,
    tunebooks,
    tunes,
)
from tunesmith.studio.browsers import ForeignPages
from tunesmith.studio.composers import Composers
from tunesmith.studio.describing import add_description_pages
from tunesmith.studio.description import PROBLEMS, describe_problems
from tunesmith.studio.facts import Facts
from tunesmith.studio.leaving import Leaving
from tunesmith.studio.limits import BodyLimit, RateLimit
from tunesmith.studio.logs import configure
from tunesmith.studio.metrics import Metrics, RequestLog
from tunesmith.studio.pieces import Pieces
from tunesmith.studio.problems import add_handlers
from tunesmith.studio.renders import Renders
from tunesmith.studio.security import ApiKey, SecurityHeaders
from tunesmith.studio.settings import Settings, read_settings
from tunesmith.studio.static import add_page
from tunesmith.studio.store import DatabaseHealth, TunebookStore, TuneStore, TuneWriter, connect, migrate
from tunesmith.studio.studio import Studio
from tunesmith.studio.watching import watch

if TYPE_CHECKING:
    from tunesmith.studio.shared import Shared

__all__ = ["create_app", "serve"]

SECONDS_TO_WARM_UP = 1.0  # after the start: what composes comes first
OBJECTS_A_SEARCH = 10_000
"""New objects after which Python looks for garbage; reading one tune makes a thousand."""
DESCRIPTION = "Composes folk tunes, and keeps, shows, plays, checks and fixes them."


def serve() -> FastAPI:
    """The service of one worker process, for the settings of its environment."""
    settings = read_settings()
    configure(settings.log_level, settings.log_format)
    app = create_app(settings)
    gc.collect()
    gc.freeze()  # what libraries and routes hold lives as long as this process: no search for garbage looks at it again
    gc.set_threshold(OBJECTS_A_SEARCH)
    return app


def create_app(settings: Settings) -> FastAPI:
    """The service for these settings."""
    metrics = Metrics()
    shared = open_shared(settings, metrics)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        """From the first request to the last: a stop lets every tune that was begun be finished and stored."""
        database = connect(settings.database_url)
        migrate(database)
        health = DatabaseHealth(database)
        store = TuneStore(database)
        composers = Composers(settings, metrics)  # may fail: before there is a thread that outlives it
        writer = TuneWriter(store, metrics)
        pieces = Pieces(settings, metrics)
        renders = Renders(metrics, pieces, settings.cache_bytes, shared)
        books = TunebookStore(database)
        app.state.studio = Studio(
            settings, store, writer, books, health, composers, pieces, Facts(pieces), renders, metrics, shared
        )
        watching = asyncio.create_task(watch(app.state.studio))
        warming = asyncio.get_running_loop().call_later(SECONDS_TO_WARM_UP, pieces.warm)
        try:
            yield
        finally:
            warming.cancel()
            watching.cancel()
            pieces.close()
            renders.close()
            composers.close()
            writer.close()
            database.dispose()
            if shared:
                await shared.close()

    app = FastAPI(
        title="Tunesmith studio",
        description=DESCRIPTION,
        version=__version__,
        lifespan=life,
        responses=PROBLEMS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # a redirect would name whatever host the client did
    )
    add_handlers(app)
    describe_problems(app)
    _add_routes(app, settings, shared)
    add_page(app)
    add_description_pages(app)
    app.add_middleware(Leaving)
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes)
    app.add_middleware(ForeignPages, trusted=settings.hosts, files=(converting.PATH,))
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestLog, metrics=metrics)
    return app


def open_shared(settings: Settings, metrics: Metrics) -> Shared | None:
    """What this host shares with others; MissingExtraError if REDIS_URL asks for what is not installed."""
    if settings.redis_url is None:
        return None
    try:
        from tunesmith.studio.shared import Shared
    except ModuleNotFoundError as error:
        raise MissingExtraError("hosts", "REDIS_URL") from error
    return Shared(settings.redis_url.get_secret_value(), metrics)


def _add_routes(app: FastAPI, settings: Settings, shared: Shared | None) -> None:
    wrong = RateLimit(settings.wrong_key_limit, settings.workers_folder, "WRONG_KEY_LIMIT", shared)
    work = [
        Depends(RateLimit(settings.rate_limit, settings.workers_folder, shared=shared)),
        Depends(ApiKey(settings.api_key, wrong, for_reading=settings.key_for_reading)),
    ]
    modules = (
        legacy, streaming, tunes, composing, edits, tunebooks, checking, converting, origins, rendering, performing,
        playability,
    )  # fmt: skip
    for module in modules:
        app.include_router(module.router, dependencies=work)
    app.include_router(system.router)
