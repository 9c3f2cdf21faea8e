"""Second parts, variations of several passages, chords of a bar, and what fits after a tune, over the service."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.support.answers import REAL, problem

PART = "X:1\nT:Half\nR:jig\nM:6/8\nL:1/8\nK:G\n|:GAB c2d|edc BAG|ABc ded|cAF G3:|\n"


@pytest.fixture
def client(emptied_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return emptied_client


def post(client: TestClient, path: str, **body: Any) -> dict[str, Any]:
    answer = client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_second_part_is_kept_beside_its_tune(client: TestClient) -> None:
    first = post(client, "tunes/import", abc=PART)
    made = post(client, f"tunes/{first['id']}/continue", second_part=True, seed=3, ending="home")
    assert (made["form"], made["bars"]) == ("AABB", 8)
    assert made["recipe"]["options"] == {"second_part": True, "ending": "home"}
    assert made["abc"] == post(client, "continue", abc=PART, second_part=True, seed=3, ending="home")["abc"].strip()


def test_a_tune_is_composed_that_is_easy_to_play(client: TestClient) -> None:
    made = post(client, "tunes", rhythm="reel", difficulty="easy", seed=2, form="AABB", bars=8)
    played = post(client, "playability", abc=made["abc"], instrument="tin-whistle")
    assert played["difficulty"]["grade"] == "easy"


def test_bars_between_others_stay_and_a_variation_may_be_small(client: TestClient) -> None:
    varied = post(client, "vary", abc=PART, bars="1,3-4", seed=5, change=0)["abc"]
    bars = [text.split("K:G\n")[1].strip("|: \n").split("|") for text in (PART, varied)]
    assert [one == other for one, other in zip(*bars, strict=True)].count(True) >= 2
    assert bars[0][1] == bars[1][1]
    assert bars[0] != bars[1]
    problem(client.post("/api/v1/vary", json={"abc": PART, "bars": "1,x"}), 422)


def test_a_bar_gets_other_chords_and_keys_fit_after_a_tune(client: TestClient) -> None:
    assert '"Em"edc "D7"BAG' in post(client, "chords/bar", abc=PART, bar=2, chords="Em D7")["abc"]
    refused = problem(client.post("/api/v1/chords/bar", json={"abc": PART, "bar": 2, "chords": "loud"}), 422)
    assert refused["errors"][0]["field"] == "chords"
    keys = post(client, "following", abc=PART)["keys"]
    assert {"Ador", "D", "Emin"} < set(keys)
    assert "G" not in keys


def test_a_tunebook_is_heard_as_a_set(client: TestClient) -> None:
    ids = [post(client, "tunes/import", abc=abc)["id"] for abc in (PART, REAL)]
    book = post(client, "tunebooks", title="A set", tunes=ids)
    file = client.get(f"/api/v1/tunebooks/{book['id']}/render/mid", params={"accompaniment": "bodhrán"})
    assert file.content.startswith(b"MThd")
    assert file.headers["content-type"] == "audio/midi"
