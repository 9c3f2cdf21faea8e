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
