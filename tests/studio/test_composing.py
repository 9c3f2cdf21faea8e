"""Tunes are composed as asked, once or as a stream, and their recipes make them again."""

from __future__ import annotations

import json
import re

import pytest
from fastapi.testclient import TestClient

from tests.support.answers import JIG, problem
from tunesmith.notation import Tune, check


@pytest.fixture
def client(emptied_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return emptied_client


def test_a_composed_tune_is_as_asked_valid_and_kept(client: TestClient) -> None:
    answer = client.post("/api/v1/tunes", json={**JIG, "seed": 11, "title": "The Anvil"})
    assert answer.status_code == 201
    made = answer.json()
    assert (made["title"], made["key"], made["meter"], made["form"], made["rhythm"]) == (
        "The Anvil",
        "Ador",
        "6/8",
        "AABB",
        "jig",
    )
    assert made["check"] == {"ok": True, "findings": [], "more": 0}
    assert check(made["abc"]).ok
    assert made["seconds"] > 20
    assert client.get(f"/api/v1/tunes/{made['id']}").json() == made


def test_a_tune_is_composed_to_chords_and_its_recipe_keeps_them(client: TestClient) -> None:
    asked = {**JIG, "key": "D", "progression": "D | G A | D | A7", "seed": 3}
    made = client.post("/api/v1/tunes", json=asked).json()
    assert re.findall(r'"([^"]*)"', made["abc"])[:5] == ["D", "G", "A", "D", "A7"]
    assert made["recipe"]["options"]["progression"] == asked["progression"]
    plain = client.post("/api/v1/tunes", json={**JIG, "chords": False, "seed": 3}).json()
    assert '"' not in plain["abc"]
    refused = problem(client.post("/api/v1/tunes", json={**asked, "progression": "D | X"}), 422)
    assert refused["errors"][0]["field"] == "progression"
    assert refused["errors"][0]["reason"] == "progression must have chord symbols such as G, Em7 or D/F#, not 'X'"


def test_a_tune_is_composed_without_being_kept_and_kept_by_its_seed(client: TestClient) -> None:
    before = client.get("/api/v1/tunes").json()["tunes"]
    made = client.post("/api/v1/compose", json=JIG).json()
    assert client.get("/api/v1/tunes").json()["tunes"] == before
    assert client.post("/api/v1/tunes", json={**JIG, "seed": made["seed"]}).json()["abc"] == made["abc"]
    problem(client.post("/api/v1/compose", json={**JIG, "key": "H"}), 422)


def test_the_recipe_makes_the_tune_again(client: TestClient) -> None:
    first = client.post("/api/v1/tunes", json={**JIG, "title": "Once"}).json()
    recipe = first["recipe"]
    again = client.post("/api/v1/tunes", json={**recipe["options"], "seed": recipe["seed"], "title": "Once"}).json()
    assert again["abc"] == first["abc"]
    assert again["id"] != first["id"]


def test_an_idempotency_key_gives_the_same_tune_and_refuses_another_request(client: TestClient) -> None:
    headers = {"Idempotency-Key": "abc-1"}
    first = client.post("/api/v1/tunes", json=JIG, headers=headers)
    second = client.post("/api/v1/tunes", json=JIG, headers=headers)
    assert first.json() == second.json()
    problem(client.post("/api/v1/tunes", json={**JIG, "key": "G"}, headers=headers), 422)


def test_a_stream_tells_the_tune_as_it_grows(client: TestClient) -> None:
    with client.stream("POST", "/api/v1/tunes/stream", json={**JIG, "seed": 5}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = [block.split("\n", 1) for block in answer.read().decode().strip().split("\n\n")]
    told = [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in events]
    names = [name for name, _ in told]
    assert names[0] == "start"
    assert names[-1] == "done"
    done = told[-1][1]
    text = "".join(data["text"] for name, data in told if name == "text")
    alone = client.post("/api/v1/tunes", json={**JIG, "seed": 5, "title": done["title"]}).json()
    assert done["abc"] == alone["abc"]
    assert done["abc"].replace(f"T:{done['title']}\nR:jig\n", "").startswith(text[text.index("X:") :])


@pytest.mark.parametrize("wrong", [{"progression": "*.ttf"}, {"length": 10**6}, {"key": "H"}])
def test_a_stream_of_what_cannot_be_composed_does_not_begin(wrong: dict[str, object], client: TestClient) -> None:
    refused = problem(client.post("/api/v1/tunes/stream", json={**JIG, **wrong}), 422)
    assert refused["errors"][0]["field"] == next(iter(wrong))


def test_what_cannot_be_composed_is_one_sentence(client: TestClient) -> None:
    for wrong in ({"key": "H"}, {"meter": "5/7"}, {"form": "AA1"}, {"instrument": "kazoo"}, {"model": "nosuch"}):
        assert problem(client.post("/api/v1/tunes", json=wrong), 422)["detail"].count("\n") == 0
    assert problem(client.post("/api/v1/tunes", json={"length": 10**6}), 422)["errors"][0]["field"] == "length"
    assert problem(client.post("/api/v1/tunes", json={"tempreature": 1}), 422)["errors"][0]["field"] == "tempreature"


def test_all_options_at_once_are_heeded_and_kept_in_the_recipe(client: TestClient) -> None:
    options = {
        **JIG, "parts": 2, "opening": "X:1\nL:1/8\n|: A2 B", "instrument": "flute", "outside": 0.1, "temperature": 0.7,
        "top_k": 40, "top_p": 0.98, "min_p": 0.001, "length": 900, "best_of": 2, "original": True,
        "unconstrained": False,
    }  # fmt: skip
    made = client.post("/api/v1/tunes", json={**options, "seed": 9, "title": "All", "model": "small"}).json()
    assert made["check"]["ok"]
    assert (made["title"], made["form"], made["bars"]) == ("All", "AABB", 16)
    assert "|: A2 B" in made["abc"]
    assert min(min(event.pitches) for event in Tune.parse(made["abc"]).events() if event.pitches) >= 62
    assert made["recipe"]["options"] == options
    assert (made["recipe"]["model"], made["recipe"]["seed"]) == ("small", 9)


def test_a_tune_may_be_as_long_as_is_on_offer(client: TestClient) -> None:
    longest = client.get("/api/v1/choices").json()["limits"]["length"]
    asked = {"rhythm": "slip jig", "parts": 12, "bars": 4, "length": longest}
    made = client.post("/api/v1/tunes", json=asked).json()
    assert len(Tune.parse(made["abc"]).form.parts) == 12
    assert problem(client.post("/api/v1/tunes", json={"length": longest + 1}), 422)["errors"][0]["field"] == "length"


def test_an_unconstrained_tune_is_what_the_network_says(client: TestClient) -> None:
    asked = {"unconstrained": True, "temperature": 2.0, "length": 300}
    answers = [client.post("/api/v1/tunes", json={**asked, "seed": seed}) for seed in range(4)]
    assert {answer.status_code for answer in answers} <= {201, 422}
    assert not all(answer.status_code == 201 and answer.json()["check"]["ok"] for answer in answers)
