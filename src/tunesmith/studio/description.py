"""The service's own description (OpenAPI), with every refusal as the problem document that it is."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from tunesmith.rendering import FORMATS
from tunesmith.studio.problems import Problem

__all__ = ["FILES", "PROBLEMS", "ZIPPED", "describe_problems"]

PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {"model": Problem, "description": "What is wrong, as a problem document (RFC 9457)"}
}
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {kind.media_type: {"schema": {"type": "string", "format": "binary"}} for kind in FORMATS.values()},
    },
    304: {"description": "The client has it already"},
}
"""For routes that answer with a file."""

ZIPPED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A ZIP file",
        "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""For routes that answer with several files."""


def describe_problems(app: FastAPI) -> None:
    """Let the description give refusals their media type, which FastAPI would take for plain JSON."""
    describe = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            for path in describe()["paths"].values():
                for operation in path.values():
                    _correct(operation["responses"])
        return describe()

    app.openapi = described  # type: ignore[method-assign]


def _correct(responses: dict[str, Any]) -> None:
    refused = {
        "description": PROBLEMS["default"]["description"],
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in ("422", "default"):
        if status in responses:
            responses[status] = refused
