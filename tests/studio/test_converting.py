"""Files of other programs through the API: read with the limits of all other work, or refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tunesmith.conversion.mxl import LARGEST, mxl_of
from tunesmith.notation import Tune
from tunesmith.rendering import render

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

ABC = "X:1\nT:Été\nM:6/8\nL:1/8\nK:D\nA | d2f afd | g2e c2A | d6 |]\n"


@pytest.fixture(scope="module")
def client(lasting_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return lasting_client


def converted(client: TestClient, data: bytes) -> tuple[int, dict[str, Any]]:
    answer = client.post("/api/v1/convert", content=data, headers={"Content-Type": "application/octet-stream"})
    return answer.status_code, answer.json()


@pytest.mark.parametrize("kind", ["abc", "musicxml", "mxl", "mid"])
def test_every_kind_of_file_becomes_abc(client: TestClient, kind: str) -> None:
    status, answer = converted(client, render(ABC, kind, **({"swing": 0} if kind == "mid" else {})))
    assert status == 200
    back = Tune.parse(answer["abc"])
    assert back.title == "Été"
    assert [event.pitches for event in back.events()] == [event.pitches for event in Tune.parse(ABC).events()]
    assert bool(answer["losses"]) == (kind == "mid")


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"", 422, "the body is empty"),
        (b"<?xml version='1.0'?><html/>", 422, "not a MusicXML score"),
        (b"<!DOCTYPE s [<!ENTITY a 'b'>]><score-partwise>&a;</score-partwise>", 422, "entities"),
        (mxl_of(bytes(LARGEST + 1)), 422, "is larger than"),
        (b"MThd\0\0\0\6\0\1", 422, "MIDI file cannot be read"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", 422, "NUL"),
        (b"x" * (256 * 1024 + 1), 413, "larger than"),
    ],
    ids=["nothing", "no score", "entities", "zip bomb", "no midi", "no text", "large"],
)
def test_what_cannot_be_read_is_refused(client: TestClient, data: bytes, status: int, words: str) -> None:
    found, problem = converted(client, data)
    assert found == status
    assert words in problem["detail"]
