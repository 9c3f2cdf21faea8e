"""Tunes become files, and notes that the page plays."""

from __future__ import annotations

from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from tests.support.answers import REAL, problem


@pytest.fixture
def client(emptied_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return emptied_client


@pytest.mark.parametrize(("form", "start"), [("svg", b"<svg"), ("mid", b"MThd"), ("wav", b"RIFF"), ("abc", b"X:1")])
def test_any_abc_is_rendered_once_and_known_by_its_tag(client: TestClient, form: str, start: bytes) -> None:
    body = {"abc": REAL, "format": form}
    first = client.post("/api/v1/render", json=body)
    assert first.status_code == 200
    assert first.content.startswith(start)
    again = client.post("/api/v1/render", json=body, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.post("/api/v1/render", json={"abc": REAL.replace("d3", "d2e"), "format": form})
    assert other.headers["etag"] != first.headers["etag"]


def test_what_cannot_be_rendered_is_refused(client: TestClient) -> None:
    problem(client.post("/api/v1/render", json={"abc": REAL, "format": "exe"}), 422)
    problem(client.post("/api/v1/render", json={"abc": "X:1\nK:D\n", "format": "svg"}), 422)
    problem(client.post("/api/v1/render", json={"abc": REAL, "format": "wav", "options": {"instrument": "kazoo"}}), 422)


def test_a_performance_tells_every_note_and_where_it_is_written(client: TestClient) -> None:
    hornpipe = "X:1\nR:hornpipe\nM:4/4\nL:1/8\nK:G\nGA|:BdBd ABAG:|\n"
    played = client.post("/api/v1/performance", json={"abc": hornpipe}).json()
    melody, chords, bass = played["parts"]
    lengths = [later["at"] - earlier["at"] for earlier, later in pairwise(melody["notes"][2:10])]
    assert all(long > 1.3 * short for long, short in zip(lengths[::2], lengths[1::2], strict=False))
    assert [(note["line"], note["column"]) for note in melody["notes"][:3]] == [(6, 1), (6, 2), (6, 5)]
    assert [bar["number"] for bar in played["bars"]] == [0, 1, 1]
    assert played["bars"][1]["at"] == played["pickup"] > 0
    assert (played["beats"], played["beat"]) == (2, pytest.approx(60 / 80))
    assert played["seconds"] == pytest.approx(2.25 * 2 * 60 / 80)
    assert chords["notes"]
    assert bass["notes"][0]["line"] is None
    even = client.post("/api/v1/performance", json={"abc": hornpipe, "swing": 0, "accompaniment": "none"}).json()
    assert [part["notes"] == [] for part in even["parts"]] == [False, True, True]
    problem(client.post("/api/v1/performance", json={"abc": hornpipe, "accompaniment": "gong"}), 422)
    problem(client.post("/api/v1/performance", json={"abc": "K:G"}), 422)


def test_who_loses_music_by_an_empty_line_is_told_with_the_file(client: TestClient) -> None:
    cut = "X:1\nL:1/8\nM:4/4\nK:D\nd8 |]\n\ne8 |]\n"
    answer = client.post("/api/v1/render", json={"abc": cut, "format": "mid"})
    assert answer.headers["Tunesmith-Not-Read"] == "line 7: an empty line ended the tune, so this line is not read"
    whole = client.post("/api/v1/render", json={"abc": cut.replace("\n\n", "\n"), "format": "mid"})
    assert "Tunesmith-Not-Read" not in whole.headers


def test_who_gets_boxes_for_letters_is_told_with_the_file(client: TestClient) -> None:
    text = "X:1\nT:小 🎻 𝄎\nL:1/8\nM:4/4\nK:D\nd8 |]\n"
    answers = {form: client.post("/api/v1/render", json={"abc": text, "format": form}) for form in ("png", "svg")}
    assert answers["png"].headers["Tunesmith-Not-Drawn"] == "U+5C0F U+1D10E"
    assert "Tunesmith-Not-Drawn" not in answers["svg"].headers
