"""A tune on an instrument, over the service."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.support.answers import problem

FLAT = "X:1\nR:reel\nL:1/8\nM:4/4\nK:Bb\n[Bd]cde fgab|bagf edcB|]\n"


@pytest.fixture
def client(emptied_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return emptied_client


def test_ornaments_are_suggested_and_not_written(client: TestClient) -> None:
    jig = "X:1\nR:jig\nM:6/8\nL:1/8\nK:D\nd3 ABA|d2f fed|d3 d3|]"
    answer = client.post("/api/v1/ornaments", json={"abc": jig, "instrument": "tin-whistle"}).json()
    first = {"kind": "long roll", "bar": 1, "note": "D5", "line": 6, "column": 1, "old": "", "new": "~"}
    assert answer["ornaments"][0] == first
    assert answer["abc"].endswith("~d3 ABA|{e}d2f {g}fed|~d3 d3|]")
    assert client.get("/api/v1/choices").json()["ornamenting"] == ["fiddle", "tin-whistle", "flute", "pipes"]
    problem(client.post("/api/v1/ornaments", json={"abc": jig, "instrument": "piano"}), 422)


def ask(client: TestClient, path: str, **body: str) -> dict[str, Any]:
    answer = client.post(f"/api/v1/{path}", json={"abc": FLAT, **body})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_a_tune_in_b_flat_on_a_tin_whistle_and_on_a_mandolin(client: TestClient) -> None:
    answer = ask(client, "playability", instrument="whistle")
    assert answer["missing"] == ["B♭", "E♭", "F"]
    assert answer["moves"][0] == {"semitones": -3, "key": "G"}
    assert answer["difficulty"]["grade"] in ("easy", "moderate", "hard")
    assert [aspect["name"] for aspect in answer["difficulty"]["aspects"]] == ["range", "speed", "leaps"]
    answer = ask(client, "playability", instrument="mandolin")
    assert answer["missing"] == []
    assert answer["difficulty"]["aspects"][3] == {"name": "position", "amount": 6, "grade": "easy"}


def test_what_stands_below_the_notes(client: TestClient) -> None:
    marks = ask(client, "below", below="names")["marks"]
    assert marks[:3] == [
        {"line": 6, "column": 1, "text": "D"},  # the highest of a chord
        {"line": 6, "column": 5, "text": "C"},
        {"line": 6, "column": 6, "text": "D"},
    ]
    assert {mark["text"] for mark in ask(client, "below", below="concertina")["marks"]} >= {"L5a\n←→", "R2\n←→"}
    for path, field in (("playability", "instrument"), ("below", "below")):
        refused = problem(client.post(f"/api/v1/{path}", json={"abc": FLAT, field: "harp"}), 422)
        assert refused["errors"][0]["field"] == field
