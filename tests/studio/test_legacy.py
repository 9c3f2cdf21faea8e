"""The contract of the project that came first, clause by clause: its clients work unchanged, and get what they ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from tunesmith.composing import Composer
from tunesmith.notation import Tune, check
from tunesmith.rendering import FORMATS
from tunesmith.studio.api.legacy import SHORTEST
from tunesmith.studio.composers import Composers
from tunesmith.studio.store import DatabaseHealth

REAL = "X:1\nL:1/8\nM:6/8\nK:D\n|: ABA d2 f | edc d3 :|\n"
MAGIC = {
    "abc": b"X:1", "flac": b"fLaC", "m4a": b"ftyp", "mid": b"MThd", "mp3": b"ID3", "mp4": b"ftyp", "ogg": b"OggS",
    "pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<svg", "wav": b"RIFF",
    "musicxml": b"<?xml", "mxl": b"PK",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(lasting_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return lasting_client


def test_generate_answers_with_the_keys_that_clients_read(client: TestClient) -> None:
    answer = client.post("/api/generate", json={"length": 200, "temperature": 0.8})
    assert answer.status_code == 200
    made = answer.json()
    assert made.keys() == {"abc_notation", "notation", "status", "timestamp", "parameters"}
    assert made["status"] == "success"
    assert made["notation"] == made["abc_notation"]
    assert made["parameters"] == {"length": 200, "temperature": 0.8}
    assert datetime.now(UTC) - datetime.fromisoformat(made["timestamp"]) < timedelta(minutes=5)


@pytest.mark.parametrize("length", [1, 50, 120, 200, 500, 2000])
def test_length_is_how_long_the_tune_may_be_and_it_is_finished(client: TestClient, length: int) -> None:
    for _ in range(3):
        tune = client.post("/api/generate", json={"length": length}).json()["abc_notation"]
        [title] = [line for line in tune.splitlines(keepends=True) if line.startswith("T:")]
        assert len(tune) - len(title) <= max(length, SHORTEST)
        assert check(tune).ok, tune
        assert Tune.parse(tune).bars[-1].closing is not None


def test_a_tune_is_kept_as_it_is_answered_with_its_title(client: TestClient) -> None:
    made = client.post("/api/generate", json={}).json()["abc_notation"]
    [kept] = [tune for tune in client.get("/api/v1/tunes").json()["tunes"] if tune["abc"] == made]
    assert made.splitlines()[:2] == ["X:1", f"T:{kept['title']}"]


@pytest.mark.parametrize("seed", ["", " ", "\x00\x07", "a\x1bmerry\x08 jig", None])
def test_a_seed_without_music_is_no_fault(client: TestClient, seed: str | None) -> None:
    body = {"length": 200, "temperature": 0.8, "seed": seed}  # the first page sends "" on its default click
    assert client.post("/api/generate", json=body).json()["status"] == "success"


def test_control_characters_in_a_seed_are_left_out(client: TestClient) -> None:
    seed = "X:1\nL:1/8\nM:6/8\nK:G\n|: G\x07A\x00B"
    made = client.post("/api/generate", json={"length": 400, "seed": seed}).json()["abc_notation"]
    assert [event.pitches for event in Tune.parse(made).events()[:3]] == [(67,), (69,), (71,)]


def test_a_file_is_made_of_either_name_of_a_tune(client: TestClient) -> None:
    files = [
        client.post("/api/generate-mp4", json={name: REAL, "format": "mid"}) for name in ("abc_notation", "notation")
    ]
    assert files[0].content == files[1].content
    assert files[0].content.startswith(b"MThd")


def test_a_seed_begins_the_tune_note_for_note(client: TestClient) -> None:
    seed = "X:1\nL:1/8\nM:6/8\nK:G\n|: GAB"
    made = client.post("/api/generate", json={"length": 400, "seed": seed}).json()["abc_notation"]
    assert [event.pitches for event in Tune.parse(made).events()[:3]] == [(67,), (69,), (71,)]
    assert (str(Tune.parse(made).key), str(Tune.parse(made).meter)) == ("G", "6/8")


def test_a_seed_of_words_is_no_fault(client: TestClient) -> None:
    made = client.post("/api/generate", json={"seed": "a merry jig, please"}).json()
    assert made["status"] == "success"
    assert check(made["abc_notation"]).ok


def test_the_temperature_is_heeded(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tunesmith.studio.composers.random_seed", lambda: 7)  # so that both tunes have the same plan
    bodies = [{"temperature": temperature} for temperature in (1e-6, 1.5)]
    made = [client.post("/api/generate", json=body).json()["abc_notation"] for body in bodies]
    cold, hot = Composer("small", threads=1).score(made)
    assert cold.nats_per_character < hot.nats_per_character  # next to 0 only the most likely characters are left


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_tune_becomes_a_file_of_every_format(client: TestClient, form: str) -> None:
    answer = client.post("/api/generate-mp4", json={"abc_notation": REAL, "format": form})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(FORMATS[form].media_type)
    assert MAGIC[form] in answer.content[:64]
    assert f".{form}" in answer.headers["content-disposition"]


def test_what_a_client_leaves_out_or_adds_is_no_fault(client: TestClient) -> None:
    assert client.post("/api/generate", json={"model": "lstm", "style": "irish"}).json()["parameters"] == {
        "length": 200,
        "temperature": 0.8,
    }
    assert (
        client.post("/api/generate-mp4", json={"abc_notation": REAL, "bpm": 9}).headers["content-type"] == "audio/wav"
    )


@pytest.mark.parametrize("path", ["/api/generate", "/api/generate-mp4"])
def test_malformed_json_is_refused_without_internals(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b'{"length": 200,', headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["detail"] == answer.json()["error"] == "the body is not valid JSON"
    assert "Traceback" not in answer.text
    assert ".py" not in answer.text


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/api/generate", {"length": 0}, "length"),
        ("/api/generate", {"length": "long"}, "length"),
        ("/api/generate", {"temperature": -1}, "temperature"),
        ("/api/generate-mp4", {}, "abc_notation"),
        ("/api/generate-mp4", {"abc_notation": REAL, "format": "exe"}, "format"),
    ],
)
def test_a_wrong_value_is_named(client: TestClient, path: str, body: dict[str, object], field: str) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == answer.json()["status"] == 400
    assert answer.json()["errors"][0]["field"] == field
    assert answer.json()["error"] == answer.json()["detail"]


def test_no_success_is_told_over_what_is_no_music(client: TestClient) -> None:
    answer = client.post("/api/generate-mp4", json={"abc_notation": "tut tut"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["error"].endswith("there is no note in this tune")


def test_only_the_first_clients_read_errors_there(client: TestClient) -> None:
    assert "error" not in client.post("/api/v1/check", json={"abc": "tut tut"}).json()


@pytest.mark.parametrize("path", ["/api/health", "/health", "/readyz"])
def test_health_says_no_where_the_model_cannot_compose(
    client: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get(path).json() == {"status": "healthy", "model_loaded": True}
    monkeypatch.setattr(Composers, "alive", False)
    answer = client.get(path)
    assert (answer.status_code, answer.json()["detail"]) == (503, "the model cannot compose")
    assert "Retry-After" in answer.headers


def test_health_says_no_where_the_database_is_away(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_health: DatabaseHealth) -> None:
        raise OSError("the disk is gone from /srv/secret")

    monkeypatch.setattr(DatabaseHealth, "prove", away)
    answer = client.get("/api/health")
    assert answer.status_code == 503
    assert "secret" not in answer.text
