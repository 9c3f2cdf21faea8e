"""What a studio tells of itself: metrics, their dashboard, and logs in which a request can be followed."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient

from tunesmith.studio.logs import configure
from tunesmith.studio.pieces import SHORT
from tunesmith.studio.studio import Studio

DASHBOARD = Path(__file__).parents[2] / "deploy" / "grafana.json"
REAL = "X:1\nT:A Trial\nL:1/8\nM:6/8\nK:D\n|: ABA d2 f | edc d3 :|\n"


def metrics(client: TestClient) -> dict[str, float]:
    """All samples by name and labels."""
    lines = client.get("/metrics").text.splitlines()
    return {name: float(value) for name, _, value in (x.rpartition(" ") for x in lines if not x.startswith("#"))}


def test_every_stage_is_timed_and_memory_and_tasks_are_told(client: TestClient) -> None:
    before = metrics(client)
    assert client.post("/api/v1/tunes", json={"rhythm": "jig"}).status_code == 201
    assert client.post("/api/v1/check", json={"abc": REAL}).status_code == 200
    assert client.post("/api/v1/check", json={"abc": REAL + "% on\n" * SHORT}).status_code == 200
    after = metrics(client)
    for stage in ("compose", "store", "quick", "slow"):
        name = f'tunesmith_stage_seconds_count{{stage="{stage}"}}'
        assert (before.get(name, 0), after[name]) == (0, 1), stage
    for part in ("worker", "facts", "quick", "slow"):
        assert after[f'tunesmith_memory_bytes{{part="{part}"}}'] > 0, part
    assert after['tunesmith_memory_bytes{part="files on disk"}'] == 0
    assert after['tunesmith_tasks{lane="slow"}'] == 0


def test_the_dashboard_asks_for_what_there_is(client: TestClient) -> None:
    client.post("/api/v1/tunes", json={"rhythm": "jig"})
    client.post("/api/v1/render", json={"abc": REAL, "format": "svg"})
    there = {name.partition("{")[0] for name in metrics(client)}
    asked = [target["expr"] for panel in json.loads(DASHBOARD.read_text())["panels"] for target in panel["targets"]]
    names = {name for expression in asked for name in re.findall(r"tunesmith_\w+", expression)}
    assert names <= there
    assert len(asked) == 9


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the studio logs as JSON lines."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    configure("INFO", "json")
    cast("logging.StreamHandler[Any]", root.handlers[0]).setStream(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_request_is_followed_by_its_id(client: TestClient, log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        logging.getLogger("store").warning("a thread at work for the request")
        raise RuntimeError

    own = client.get("/api/v1/tunes").headers["x-request-id"]
    given = client.get("/api/v1/tunes", headers={"X-Request-ID": "proxy-7.a"}).headers["x-request-id"]
    odd = client.get("/api/v1/tunes", headers={"X-Request-ID": "a b"}).headers["x-request-id"]
    monkeypatch.setattr(cast("Studio", client.app.state.studio).tunes, "page", broken)  # type: ignore[attr-defined]
    failed = client.get("/api/v1/tunes", headers={"X-Request-ID": "wrong"})
    assert (failed.status_code, failed.headers["x-request-id"]) == (500, "wrong")
    assert given == "proxy-7.a"
    assert len({own, given, odd, "a b"}) == 4
    lines = [line for line in map(json.loads, log.getvalue().splitlines()) if line["logger"] != "httpx2"]
    of = {name: [line["message"] for line in lines if line["request"] == name] for name in (own, given, odd, "wrong")}
    assert [len(of[name]) for name in (own, given, odd)] == [1, 1, 1]
    assert of["wrong"][0] == "a thread at work for the request"
    assert any(message.startswith("unexpected error in GET /api/v1/tunes") for message in of["wrong"])
