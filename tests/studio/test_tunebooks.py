"""Tunebooks are made, changed, printed and deleted."""

from __future__ import annotations

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
