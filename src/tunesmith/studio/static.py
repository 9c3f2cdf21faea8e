"""The page and its files."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from tunesmith.rendering.resources import ASSETS
from tunesmith.studio.problems import ProblemError

__all__ = ["add_page"]

PAGE = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"


class Immutable(StaticFiles):
    """Files whose names change with their content: clients keep them for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with a long life in the client's cache."""
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = FOREVER
        return response


def add_page(app: FastAPI) -> None:
    """Serve the page at `/`, its hashed files under `/assets` and the note samples under `/samples`."""
    app.mount("/assets", Immutable(directory=PAGE / "assets", check_dir=False))
    app.mount("/samples", Immutable(directory=ASSETS / "samples", check_dir=False))

    @app.get("/", include_in_schema=False)
    async def page() -> Response:
        """The page itself, asked for anew each time so that it names the newest files."""
        try:
            content = (PAGE / "index.html").read_bytes()
        except FileNotFoundError as error:
            raise ProblemError(404, "this installation has no page; the service is described at /docs") from error
        return Response(content, media_type="text/html", headers={"Cache-Control": "no-cache"})
