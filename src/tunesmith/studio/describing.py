"""The pages that show the service's description, with scripts that come with the studio: no other host is asked."""

from __future__ import annotations

from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from tunesmith.rendering.resources import ASSETS
from tunesmith.studio.security import CONTENT_POLICY

__all__ = ["add_description_pages"]

FOLDER = ASSETS / "describing"
WITH_WORKER = {"Content-Security-Policy": f"{CONTENT_POLICY}; worker-src 'self' blob:"}  # Redoc searches in one
HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
<title>The service of Tunesmith's studio</title>"""
SWAGGER = f"""{HEAD}<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<div id="description"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></html>
"""
START = 'SwaggerUIBundle({ url: "/openapi.json", dom_id: "#description", validatorUrl: null });\n'
REDOC = f"""{HEAD}<redoc spec-url="/openapi.json"></redoc>
<script src="/docs/assets/redoc.standalone.js"></script></html>
"""


def add_description_pages(app: FastAPI) -> None:
    """Serve Swagger UI at `/docs` and Redoc at `/redoc`."""
    app.mount("/docs/assets", StaticFiles(directory=FOLDER, check_dir=False))

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        """The description, with forms to try it."""
        return HTMLResponse(SWAGGER)

    @app.get("/docs/start.js", include_in_schema=False)
    async def start() -> Response:
        """What starts Swagger UI; the content policy allows no script inside a page."""
        return Response(START, media_type="text/javascript")

    @app.get("/redoc", include_in_schema=False)
    async def redoc() -> Response:
        """The description, to be read."""
        return HTMLResponse(REDOC, headers=WITH_WORKER)
