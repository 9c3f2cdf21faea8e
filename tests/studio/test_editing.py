"""Tunes are transposed, fixed, varied, continued and given chords."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.support.answers import JIG, REAL, bars_of, problem
from tunesmith.notation import Tune


@pytest.fixture
def client(emptied_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return emptied_client


def test_tunes_are_transposed_and_fixed_beside_the_old(client: TestClient) -> None:
    kept = client.post("/api/v1/tunes/import", json={"abc": REAL}).json()
    higher = client.post(f"/api/v1/tunes/{kept['id']}/transpose", json={"key": "G"}).json()
    assert (higher["key"], higher["recipe"]["parent"]) == ("G", kept["id"])
    pitches = [event.pitches[0] for event in Tune.parse(REAL).events()]
    assert [event.pitches[0] - 5 for event in Tune.parse(higher["abc"]).events()] == pitches
    problem(client.post("/api/v1/transpose", json={"abc": REAL}), 422)
    broken = client.post("/api/v1/tunes/import", json={"abc": "K:D\nX:2\nM:4/4\nABcd ABcd|"}).json()
    assert not broken["check"]["ok"]
    fixed = client.post(f"/api/v1/tunes/{broken['id']}/fix").json()
    assert len(fixed["check"]["findings"]) < len(broken["check"]["findings"])


def test_bars_are_varied_and_nothing_else_is_touched(client: TestClient) -> None:
    made = client.post("/api/v1/tunes", json={**JIG, "seed": 3}).json()
    varied = client.post(f"/api/v1/tunes/{made['id']}/vary", json={"bars": "3-4", "seed": 1}).json()
    assert varied["abc"] != made["abc"]
    assert varied["check"]["ok"]
    assert (varied["recipe"]["operation"], varied["recipe"]["parent"]) == ("vary", made["id"])
    assert bars_of(varied["abc"])[5:] == bars_of(made["abc"])[5:]
    again = client.post("/api/v1/vary", json={"abc": made["abc"], "bars": "3-4", "seed": 1}).json()
    assert again["abc"] == varied["abc"]
    problem(client.post(f"/api/v1/tunes/{made['id']}/vary", json={"bars": "300-400"}), 422)


def test_a_fragment_is_continued_to_a_complete_tune(client: TestClient) -> None:
    fragment = "X:1\nT:Half a Jig\nL:1/8\nM:6/8\nK:D\n|: ABA d2 f | edc d2 A | B2"
    kept = client.post("/api/v1/tunes/import", json={"abc": fragment}).json()
    whole = client.post(f"/api/v1/tunes/{kept['id']}/continue", json={"parts": 2, "bars": 8, "seed": 4}).json()
    assert whole["check"]["ok"]
    assert "ABA d2 f | edc d2 A | B2" in whole["abc"]
    assert set(whole["form"]) == set("AB")


def test_chords_are_written_where_there_are_none(client: TestClient) -> None:
    abc = client.post("/api/v1/chords", json={"abc": REAL}).json()["abc"]
    assert '"D"' in abc
    assert client.post("/api/v1/chords", json={"abc": abc}).json()["abc"] == abc


def test_a_second_voice_goes_below_the_melody(client: TestClient) -> None:
    abc = client.post("/api/v1/second-voice", json={"abc": REAL}).json()["abc"]
    melody, second = Tune.parse(abc).voices
    assert [bar.duration for bar in second.bars] == [bar.duration for bar in melody.bars]
    assert client.post("/api/v1/second-voice", json={"abc": REAL, "instrument": "fiddle"}).json()["abc"] == abc
    low = {"abc": "X:1\nM:3/4\nL:1/4\nK:G\nGBG|G3|]", "instrument": "tin-whistle"}
    assert client.post("/api/v1/second-voice", json=low).json()["abc"].endswith("DDD|D3|]")
    assert "this tune has 2" in problem(client.post("/api/v1/second-voice", json={"abc": abc}), 422)["detail"]
    refused = problem(client.post("/api/v1/second-voice", json={"abc": REAL, "instrument": "harp"}), 422)
    assert refused["errors"][0]["field"] == "instrument"


def test_chords_give_way_to_others(client: TestClient) -> None:
    own = 'X:1\nM:4/4\nL:1/8\nK:G\n"Em"GABc d2d2|G8|]'
    assert client.post("/api/v1/chords", json={"abc": own}).json()["abc"] == own
    anew = client.post("/api/v1/chords", json={"abc": own, "anew": True}).json()["abc"]
    assert '"G"GABc' in anew
    assert "Em" not in anew
