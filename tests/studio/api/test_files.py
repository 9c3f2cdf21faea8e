from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import Request

from tunesmith.studio.api.files import CHUNK, file_response
from tunesmith.studio.renders import Renders

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import Response

ABC = "X:1\nK:D\nd2|]"


def asked(path: Path, title: str = "The Reel", known: str = "") -> tuple[Response, bytes]:
    """The response for a client that knows a file by this tag, and its body."""

    async def file(*_: object) -> Any:
        return path.open("rb")

    async def answer() -> tuple[Response, bytes]:
        headers = [(b"if-none-match", known.encode())] if known else []
        studio: Any = SimpleNamespace(renders=SimpleNamespace(file=file))
        response: Any = await file_response(
            Request({"type": "http", "headers": headers}), studio, ABC, "abc", {}, title
        )
        streamed = hasattr(response, "body_iterator")
        return response, b"".join([part async for part in response.body_iterator]) if streamed else response.body

    return asyncio.run(answer())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "file").write_bytes(b"x" * (CHUNK + 1))
    return tmp_path / "file"


def test_a_file_comes_whole_with_its_size_and_type(path: Path) -> None:
    response, body = asked(path)
    assert (response.status_code, response.headers["content-length"], body) == (200, str(CHUNK + 1), path.read_bytes())
    assert response.headers["content-type"].startswith("text/vnd.abc")


def test_a_client_that_has_it_already_is_told_so(path: Path) -> None:
    tag = Renders.etag(ABC, "abc", {})
    response, body = asked(path, known=f'"other", {tag}')
    assert (response.status_code, response.headers["etag"], body) == (304, tag, b"")
    assert asked(path, known='"other"')[0].status_code == 200


@pytest.mark.parametrize(
    ("title", "plain", "full"),
    [
        ("The Reel", "The_Reel", "The%20Reel"),
        ("Été", "Ete", "%C3%89t%C3%A9"),
        ('a"b\r\n/c', "a_b_c", "a%22b%0D%0A%2Fc"),  # nothing ends the header or the name
        ("夢", "tune", "%E5%A4%A2"),
    ],
)
def test_a_file_is_called_by_its_title(path: Path, title: str, plain: str, full: str) -> None:
    header = asked(path, title)[0].headers["content-disposition"]
    assert header == f"attachment; filename=\"{plain}.abc\"; filename*=UTF-8''{full}.abc"
