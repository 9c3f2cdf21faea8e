"""Long work holds up nobody: what is short is done in a lane of its own."""

from __future__ import annotations

import os
import time
from typing import cast

import pytest
from fastapi.testclient import TestClient

from tests.support.answers import REAL
from tunesmith.studio.pieces import SHORT
from tunesmith.studio.studio import Studio

FOR_EVER = 3600.0


@pytest.fixture
def busy(client: TestClient) -> TestClient:
    """A studio whose processes for long work are all at work, with more of it waiting, while the test lasts."""
    studio = cast("Studio", client.app.state.studio)  # type: ignore[attr-defined]
    assert client.portal is not None
    studio.pieces.slow._seconds = FOR_EVER
    for _ in range(8):
        client.portal.start_task_soon(studio.pieces.slow.run, time.sleep, FOR_EVER)
    return client


def test_everybody_else_is_served_while_long_work_goes_on(busy: TestClient) -> None:
    assert busy.get("/healthz").status_code == 200
    assert busy.post("/api/v1/tunes", json={"rhythm": "jig"}).status_code == 201
    kept = busy.post("/api/v1/tunes/import", json={"abc": REAL}).json()["id"]
    for path in ("check", "performance", "fix", "chords", "origin"):
        assert busy.post(f"/api/v1/{path}", json={"abc": REAL}).status_code == 200, path
    for form in ("svg", "png", "pdf", "mid"):
        assert busy.get(f"/api/v1/tunes/{kept}/render/{form}").status_code == 200, form
    assert busy.app.state.studio.pieces.slow.waiting == 8  # type: ignore[attr-defined]


def test_what_is_long_waits_for_its_own_kind(client: TestClient) -> None:
    slow = client.app.state.studio.pieces.slow  # type: ignore[attr-defined]
    assert client.post("/api/v1/check", json={"abc": REAL}).status_code == 200
    assert slow.pids == ()
    long = REAL + "% and so on\n" * (SHORT // 10)
    assert client.post("/api/v1/check", json={"abc": long}).status_code == 200
    assert len(slow.pids) == 1


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system knows no niceness")
def test_what_is_long_leaves_the_processor_to_what_is_short(client: TestClient) -> None:
    pieces = client.app.state.studio.pieces  # type: ignore[attr-defined]
    for text in (REAL, REAL + "% and so on\n" * (SHORT // 10)):
        assert client.post("/api/v1/check", json={"abc": text}).status_code == 200
    [quick], [slow] = pieces.quick.pids, pieces.slow.pids
    here = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, quick) == here
    assert os.getpriority(os.PRIO_PROCESS, slow) == min(19, here + 10)


def test_a_report_without_end_lists_its_beginning_and_says_how_many_more(client: TestClient) -> None:
    odd = "X:1\nT:t\nM:4/4\nL:1/8\nK:D\n" + "D9|" * 600 + "]\n"
    found = client.post("/api/v1/check", json={"abc": odd}).json()
    assert (len(found["findings"]), found["more"]) == (500, 100)
    assert len(found["bars"]) == 600
