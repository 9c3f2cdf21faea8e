"""The page and its files."""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from functools import lru_cache
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from tunesmith.rendering.resources import ASSETS
from tunesmith.studio.problems import ProblemError

__all__ = ["add_page"]

PAGE = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"
TOP_FILES = {
    "icon.svg": "image/svg+xml",
    "manifest.webmanifest": "application/manifest+json",
    "sw.js": "text/javascript",
}
"""What a browser looks for beside the page, so that it can be installed and opens while the studio is away."""
PACKED = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""Kinds of files that go out compressed; fonts and samples are compressed in themselves."""


class Immutable(StaticFiles):
    """Files whose names change with their content: clients keep them for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, compressed if it can be, with a long life in the client's cache."""
        response = await super().get_response(path, scope)
        file, status = self.lookup_path(path)
        if response.status_code == 200 and status is not None:
            response = packed(Path(file), Request(scope)) or response
            response.headers["Cache-Control"] = FOREVER
        return response


def top_file(file: Path, media_type: str) -> Callable[[], Awaitable[Response]]:
    """An answer with a file that keeps its name while its content changes."""

    async def answer() -> Response:
        if not file.is_file():
            raise ProblemError(404, "this installation has no page; the service is described at /docs")
        return Response(file.read_bytes(), media_type=media_type, headers={"Cache-Control": "no-cache"})

    return answer


def packed(file: Path, request: Request) -> Response | None:
    """A file compressed, if it gains by it and the client can read it."""
    media_type = PACKED.get(file.suffix)
    if media_type is None or "gzip" not in request.headers.get("accept-encoding", ""):
        return None
    content = compressed(file, file.stat().st_mtime_ns)
    return Response(content, media_type=media_type, headers={"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})


@lru_cache(maxsize=64)
def compressed(file: Path, _changed: int) -> bytes:
    """A file's content compressed, once for each change of it."""
    return gzip.compress(file.read_bytes(), 9, mtime=0)


def add_page(app: FastAPI) -> None:
    """Serve the page at `/`, its hashed files under `/assets` and the note samples under `/samples`."""
    app.mount("/assets", Immutable(directory=PAGE / "assets", check_dir=False))
    app.mount("/samples", Immutable(directory=ASSETS / "samples", check_dir=False))

    for name, media_type in TOP_FILES.items():
        app.add_api_route(f"/{name}", top_file(PAGE / name, media_type), include_in_schema=False)

    @app.get("/", include_in_schema=False)
    async def page(request: Request) -> Response:
        """The page itself, asked for anew each time so that it names the newest files."""
        try:
            content = (PAGE / "index.html").read_bytes()
        except FileNotFoundError as error:
            raise ProblemError(404, "this installation has no page; the service is described at /docs") from error
        answer = packed(PAGE / "index.html", request) or Response(content, media_type="text/html")
        answer.headers["Cache-Control"] = "no-cache"
        return answer
