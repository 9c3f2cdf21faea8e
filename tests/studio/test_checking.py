"""Tunes are checked, counted, timed and compared with known ones."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.support.answers import REAL


@pytest.fixture
def client(emptied_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return emptied_client


def test_check_says_where(client: TestClient) -> None:
    answer = client.post("/api/v1/check", json={"abc": REAL.replace("edc d3", "edc d4")}).json()
    assert not answer["ok"]
    [finding] = [f for f in answer["findings"] if "bar" in f["code"]]
    assert finding["line"] == 6
    assert [bar["fill"] for bar in answer["bars"]] == ["full", "over"]


def test_origin_tells_what_is_shared_with_known_tunes(client: TestClient) -> None:
    kesh = "X:1\nM:6/8\nL:1/8\nK:A\n|: A3 ABc | B3 Bce | A3 ABc | ece BAG |"
    answer = client.post("/api/v1/origin", json={"abc": kesh}).json()
    assert {"nearest", "longest_run", "remarkable", "words"} <= answer.keys()
    assert all(0 < known["similarity"] <= 1 for known in answer["nearest"])


def test_check_says_how_long_the_tune_takes(client: TestClient) -> None:
    once, twice = (REAL.replace("|:", "|").replace(":|", "|]"), REAL)
    seconds = [client.post("/api/v1/check", json={"abc": abc}).json()["seconds"] for abc in (once, twice)]
    assert seconds[1] == pytest.approx(2 * seconds[0], abs=0.1)


def test_bars_are_counted_as_musicians_count_them(client: TestClient) -> None:
    abc = "X:1\nM:6/8\nL:1/8\nK:G\nD|GAB ABc|ded cBA|1 GAG AFD:|2 GAG G2||\nd|efg def|gdB G2:|\n"
    assert client.post("/api/v1/tunes/import", json={"abc": abc}).json()["bars"] == 5
    bars = client.post("/api/v1/check", json={"abc": abc}).json()["bars"]
    assert [bar["number"] for bar in bars if not bar["counts"]] == [0, 4, 5]
