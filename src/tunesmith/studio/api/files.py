"""Rendered files as responses: content type, file name, ETag, 304."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response

from tunesmith.studio.renders import Renders
from tunesmith.studio.studio import Studio

__all__ = ["CONTENT_TYPES", "file_response"]

CONTENT_TYPES = {
    "abc": "text/vnd.abc; charset=utf-8",
    "flac": "audio/flac",
    "m4a": "audio/mp4",
    "mid": "audio/midi",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ogg": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "wav": "audio/wav",
}


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
    content = abc.encode() if form == "abc" else (await studio.renders.file(abc, form, options)).content
    return Response(content, media_type=CONTENT_TYPES[form], headers=headers)


def _disposition(title: str, form: str) -> str:
    """An attachment under the tune's title: plain ASCII for old clients, UTF-8 beside it (RFC 6266)."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", ascii_title).strip("._") or "tune"
    return f"attachment; filename=\"{plain}.{form}\"; filename*=UTF-8''{quote(title, safe='')}.{form}"
