"""Tunes are imported, found, changed, deleted and put back; each keeps its versions."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.support.answers import JIG, REAL, problem


@pytest.fixture
def client(emptied_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return emptied_client


def test_tunes_are_imported_found_changed_and_deleted(client: TestClient) -> None:
    kept = client.post("/api/v1/tunes/import", json={"abc": REAL}).json()
    path = f"/api/v1/tunes/{kept['id']}"
    assert kept["title"] == "A Trial"
    changed = client.patch(path, json={"starred": True, "title": "<b>Bold</b>"}).json()
    assert (changed["starred"], changed["title"]) == (True, "<b>Bold</b>")
    assert [
        t["id"] for t in client.get("/api/v1/tunes", params={"query": "bold", "starred": True}).json()["tunes"]
    ] == [kept["id"]]
    edited = client.patch(path, json={"abc": REAL.replace("K:D", "K:G")}).json()
    assert (edited["key"], edited["recipe"]["operation"]) == ("G", "edit")
    assert client.delete(path).status_code == 204
    problem(client.get(path), 404)
    problem(client.delete(path), 404)


def test_a_tune_goes_back_to_what_it_was(client: TestClient) -> None:
    made = client.post("/api/v1/tunes", json={**JIG, "seed": 3}).json()
    path = f"/api/v1/tunes/{made['id']}"
    client.patch(path, json={"starred": True})
    edited = client.patch(path, json={"abc": REAL}).json()
    assert (edited["version"], edited["title"], edited["starred"]) == (2, "A Trial", True)
    [former] = client.get(f"{path}/versions").json()["versions"]
    assert (former["version"], former["abc"], former["recipe"]["seed"]) == (1, made["abc"], 3)
    back = client.post(f"{path}/versions/1/restore").json()
    assert (back["abc"], back["title"], back["rhythm"]) == (made["abc"], made["title"], "jig")
    assert (back["version"], back["recipe"]["seed"]) == (3, 3)
    assert len(client.get(f"{path}/versions").json()["versions"]) == 2
    problem(client.post(f"{path}/versions/9/restore"), 404)


def test_a_change_of_an_older_version_is_refused(client: TestClient) -> None:
    kept = client.post("/api/v1/tunes/import", json={"abc": REAL}).json()
    path = f"/api/v1/tunes/{kept['id']}"
    assert client.patch(path, json={"title": "One"}, headers={"If-Match": '"1"'}).json()["version"] == 2
    problem(client.patch(path, json={"title": "Two"}, headers={"If-Match": '"1"'}), 412)
    problem(client.patch(path, json={"title": "Two"}, headers={"If-Match": "yesterday"}), 422)
    assert client.get(path).json()["title"] == "One"


def test_what_was_deleted_is_put_back(client: TestClient) -> None:
    kept = client.post("/api/v1/tunes/import", json={"abc": REAL}).json()
    book = client.post("/api/v1/tunebooks", json={"title": "Forge", "tunes": [kept["id"]]}).json()
    for path in (f"/api/v1/tunes/{kept['id']}", f"/api/v1/tunebooks/{book['id']}"):
        assert client.delete(path).status_code == 204
        problem(client.get(path), 404)
    [deleted] = client.get("/api/v1/tunes", params={"deleted": True}).json()["tunes"]
    assert deleted["id"] == kept["id"]
    assert client.post(f"/api/v1/tunes/{kept['id']}/restore").json() == kept
    assert client.post(f"/api/v1/tunebooks/{book['id']}/restore").json() == book
    problem(client.post("/api/v1/tunes/t_none/restore"), 404)
    problem(client.post("/api/v1/tunebooks/b_none/restore"), 404)


TYPED = {
    "without a rhythm": ("X:1\nT:A Trial\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "A Trial", None),
    "with another rhythm": ("X:1\nT:A Trial\nR:slide\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "A Trial", "slide"),
    "without a title": ("X:1\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "Untitled", None),
    "with an empty title": ("X:1\nT:\nR:jig\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "Untitled", "jig"),
    "with two titles": ("X:1\nT:One\nT:Two\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "One", None),
    "with a first title that is empty": ("X:1\nT:\nT:Two\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "Two", None),
}


@pytest.mark.parametrize("how", TYPED)
def test_what_a_person_types_is_kept_as_typed(client: TestClient, how: str) -> None:
    text, title, rhythm = TYPED[how]
    made = client.post("/api/v1/tunes", json={**JIG, "seed": 3}).json()
    edited = client.patch(f"/api/v1/tunes/{made['id']}", json={"abc": text}).json()
    brought = client.post("/api/v1/tunes/import", json={"abc": text}).json()
    for tune in (edited, brought):
        assert (tune["abc"], tune["title"], tune["rhythm"]) == (text, title, rhythm)
    renamed = client.patch(f"/api/v1/tunes/{made['id']}", json={"title": "Three"}).json()
    assert (renamed["title"], renamed["abc"].count("T:Three")) == ("Three", 1)
    assert renamed["abc"].count("T:") == max(1, text.count("T:"))


def test_a_new_title_stands_in_the_text_and_the_recipe_stays(client: TestClient) -> None:
    tune = client.post("/api/v1/tunes", json={**JIG, "seed": 5}).json()
    renamed = client.patch(f"/api/v1/tunes/{tune['id']}", json={"title": "The Bellows"}).json()
    assert renamed["abc"] == tune["abc"].replace(f"T:{tune['title']}", "T:The Bellows")
    assert renamed["recipe"] == tune["recipe"]
