"""Rendered files as responses: content type, file name, ETag, 304."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any, BinaryIO, Final
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from tunesmith.errors import AbcError, RenderError
from tunesmith.rendering import FORMATS
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.renders import Renders
from tunesmith.studio.studio import Studio

__all__ = ["file_response", "zip_response"]

ZIP: Final = "application/zip"
CHUNK = 256 * 1024  # bytes of a file in memory at a time


async def file_response(
    request: Request, studio: Studio, abc: str, form: str, options: dict[str, Any], title: str
) -> Response:
    """The rendered file, or 304 where the client has it already."""
    headers = {
        "ETag": Renders.etag(abc, form, options),
        "Cache-Control": "private, no-cache",
        "Content-Disposition": _disposition(title, form),
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    file = await studio.renders.file(abc, form, options)
    headers["Content-Length"] = str(os.fstat(file.fileno()).st_size)
    return StreamingResponse(_chunks(file), media_type=FORMATS[form].media_type, headers=headers)


async def zip_response(
    studio: Studio, files: Sequence[tuple[str, str, dict[str, Any]]], form: str, title: str
) -> Response:
    """Several rendered files in one ZIP file; of each its name without ending, its ABC and its options.

    ProblemError 422 names the first one that cannot be made.
    """
    with ExitStack() as closing:
        content = closing.enter_context(tempfile.TemporaryFile())
        with zipfile.ZipFile(content, "w") as made:  # sound and pictures are compressed already
            for name, abc, options in files:
                try:
                    file = await studio.renders.file(abc, form, options)
                except (AbcError, RenderError) as error:
                    raise ProblemError(422, f"{name}: {error}", field="tunes") from error
                await run_in_threadpool(_put, made, f"{name}.{form}", file)
        content.seek(0)
        closing.pop_all()  # the answer closes it
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Disposition": _disposition(title, "zip"),
        "Content-Length": str(os.fstat(content.fileno()).st_size),
    }
    return StreamingResponse(_chunks(content), media_type=ZIP, headers=headers)


def _put(made: zipfile.ZipFile, name: str, file: BinaryIO) -> None:
    with file, made.open(zipfile.ZipInfo(name), "w") as goal:
        shutil.copyfileobj(file, goal, CHUNK)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _disposition(title: str, form: str) -> str:
    """An attachment under the tune's title: plain ASCII for old clients, UTF-8 beside it (RFC 6266)."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", ascii_title).strip("._") or "tune"
    return f"attachment; filename=\"{plain}.{form}\"; filename*=UTF-8''{quote(title, safe='')}.{form}"
