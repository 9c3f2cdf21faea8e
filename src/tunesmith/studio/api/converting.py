"""Files of other programs as ABC."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from tunesmith.studio.problems import ProblemError
from tunesmith.studio.studio import TheStudio
from tunesmith.studio.tasks.converting import ConvertAnswer, converted

__all__ = ["PATH", "router"]

PATH = "/api/v1/convert"
router = APIRouter(tags=["abc"])
FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file: MusicXML, compressed or not, MIDI, or ABC in any encoding",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(PATH, response_model=ConvertAnswer, openapi_extra=FILE)
async def convert(request: Request, studio: TheStudio) -> Response:
    """The music of a file as ABC; of MIDI, a draft of its melody on a grid, with key, meter and repeats."""
    data = await request.body()
    if not data:
        raise ProblemError(422, "the body is empty; send the file as it is")
    return Response(await studio.pieces.run(converted, data), media_type="application/json")
