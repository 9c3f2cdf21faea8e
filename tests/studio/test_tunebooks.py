"""Tunebooks are made, changed, printed and deleted."""

from __future__ import annotations

import io
from zipfile import ZipFile

from fastapi.testclient import TestClient

from tests.support.answers import REAL, problem


def test_tunebooks_are_made_and_printed(client: TestClient) -> None:
    ids = [client.post("/api/v1/tunes/import", json={"abc": REAL}).json()["id"] for _ in range(2)]
    book = client.post("/api/v1/tunebooks", json={"title": "Ríl & Port", "tunes": ids}).json()
    assert client.get("/api/v1/tunebooks").json()["tunebooks"][0] == book
    printed = client.get(f"/api/v1/tunebooks/{book['id']}/render/pdf")
    assert printed.content.startswith(b"%PDF")
    assert "filename*=UTF-8''R%C3%ADl%20%26%20Port.pdf" in printed.headers["content-disposition"]
    text = client.get(f"/api/v1/tunebooks/{book['id']}/render/abc").text
    assert text.count("T:A Trial") == 2
    assert [line for line in text.split("\n") if line.startswith("X:")] == ["X:1", "X:2"]
    assert client.patch(f"/api/v1/tunebooks/{book['id']}", json={"tunes": ids[:1]}).json()["tunes"] == ids[:1]
    assert client.delete(f"/api/v1/tunebooks/{book['id']}").status_code == 204
    problem(client.get(f"/api/v1/tunebooks/{book['id']}"), 404)
    problem(client.post("/api/v1/tunebooks", json={"title": "Ghosts", "tunes": ["t_none"]}), 422)


def test_a_tunebook_is_transposed_as_a_set_and_its_keys_are_looked_at(client: TestClient) -> None:
    texts = [REAL.replace("K:D", f"K:{key}") for key in ("D", "G", "Bb")]
    ids = [client.post("/api/v1/tunes/import", json={"abc": abc}).json()["id"] for abc in texts]
    book = client.post("/api/v1/tunebooks", json={"title": "Three", "tunes": ids}).json()
    steps = client.get(f"/api/v1/tunebooks/{book['id']}/keys").json()["steps"]
    assert [(step["key"], step["fits"]) for step in steps] == [("D", True), ("G", True), ("Bb", False)]
    answer = client.post(f"/api/v1/tunebooks/{book['id']}/transpose", json={"key": "C"})
    assert (answer.status_code, answer.json()["title"]) == (201, "Three, in C")
    made = [client.get(f"/api/v1/tunes/{tune}").json() for tune in answer.json()["tunes"]]
    assert [tune["key"] for tune in made] == ["C", "F", "Ab"]
    assert [tune["recipe"]["parent"] for tune in made] == ids
    assert client.get(f"/api/v1/tunebooks/{book['id']}").json()["tunes"] == ids
    for body in ({}, {"key": "C", "semitones": 2}, {"key": "Ador"}, {"key": "H"}):
        problem(client.post(f"/api/v1/tunebooks/{book['id']}/transpose", json=body), 422)
    empty = client.post("/api/v1/tunebooks", json={"title": "None"}).json()
    problem(client.post(f"/api/v1/tunebooks/{empty['id']}/transpose", json={"key": "C"}), 422)
    problem(client.post("/api/v1/tunebooks/b_none/transpose", json={"key": "C"}), 404)


def test_each_tune_of_a_tunebook_is_a_file_of_its_own(client: TestClient) -> None:
    texts = [REAL.replace("A Trial", title) for title in ("Zoe's", "Añil")]
    ids = [client.post("/api/v1/tunes/import", json={"abc": abc}).json()["id"] for abc in texts]
    book = client.post("/api/v1/tunebooks", json={"title": "Two", "tunes": ids}).json()
    answer = client.get(f"/api/v1/tunebooks/{book['id']}/files/ogg", params={"accompaniment": "none"})
    assert answer.headers["content-type"] == "application/zip"
    assert 'filename="Two.zip"' in answer.headers["content-disposition"]
    with ZipFile(io.BytesIO(answer.content)) as made:
        assert made.namelist() == ["01-Zoes.ogg", "02-Añil.ogg"]
        alone = client.get(f"/api/v1/tunes/{ids[0]}/render/ogg", params={"accompaniment": "none"}).content
        assert made.read("01-Zoes.ogg") == alone
    assert problem(client.get(f"/api/v1/tunebooks/{book['id']}/files/gif"), 422)["errors"][0]["field"] == "form"
    silent = client.post("/api/v1/tunes/import", json={"abc": "X:1\nT:Hush\nM:4/4\nL:1/4\nK:D\nz4|\n"}).json()["id"]
    client.patch(f"/api/v1/tunebooks/{book['id']}", json={"tunes": [*ids, silent]})
    refused = problem(client.get(f"/api/v1/tunebooks/{book['id']}/files/ogg"), 422)
    assert refused["detail"] == "03-Hush: this tune has no note that sounds"
    client.patch(f"/api/v1/tunebooks/{book['id']}", json={"tunes": ids[:1] * 101})
    assert "at most 100 tunes" in problem(client.get(f"/api/v1/tunebooks/{book['id']}/files/abc"), 422)["detail"]
