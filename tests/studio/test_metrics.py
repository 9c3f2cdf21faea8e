from __future__ import annotations

import asyncio
import logging
import os
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tunesmith.studio import metrics as module
from tunesmith.studio.metrics import Metrics, RequestLog, forget_the_dead

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import Message, Receive, Scope, Send


async def nothing(*_: Any) -> Any:
    return {"type": "http.request"}


def visit(answers: int | None, metrics: Metrics, **scope: Any) -> None:
    """A request that is answered with this status, or not at all."""

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        if answers == 500:
            raise ValueError
        if answers is not None:
            await send({"type": "http.response.start", "status": answers, "headers": []})

    asked = {"type": "http", "method": "GET", "path": "/tunes/7", "client": ("127.0.0.1", 1), "headers": [], **scope}
    asyncio.run(RequestLog(app, metrics)(asked, nothing, nothing))


def count(metrics: Metrics, route: str, status: str) -> float | None:
    labels = {"method": "GET", "route": route, "status": status}
    return metrics.registry.get_sample_value("tunesmith_requests_total", labels)


@pytest.mark.parametrize(("answers", "status"), [(200, "200"), (404, "404"), (None, "499")])
def test_a_request_is_counted_by_the_template_of_its_route(answers: int | None, status: str) -> None:
    metrics = Metrics()
    visit(answers, metrics, route=SimpleNamespace(path="/tunes/{tune_id}"))
    assert count(metrics, "/tunes/{tune_id}", status) == 1


def test_a_path_that_no_route_has_is_any_other_and_a_failure_is_counted() -> None:
    metrics = Metrics()
    with pytest.raises(ValueError):  # noqa: PT011
        visit(500, metrics)
    assert count(metrics, "other", "500") == 1


def test_a_request_is_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, module.__name__):
        visit(200, Metrics())
    [record] = caplog.records
    assert record.getMessage().startswith("GET /tunes/7 200 ")
    assert vars(record)["client"] == "127.0.0.1"


def test_two_studios_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.tunes.inc(3)
    assert b"tunesmith_tunes_total 3.0" in one.page()
    assert b"tunesmith_tunes_total 0.0" in other.page()


def test_what_dead_workers_were_doing_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alive, dead = 11, 12
    for worker in (alive, dead):
        (tmp_path / f"gauge_livesum_{worker}.db").touch()

    def kill(worker: int, signal: int) -> None:
        assert signal == 0
        if worker == dead:
            raise ProcessLookupError

    monkeypatch.setattr(os, "kill", kill)
    forget_the_dead(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"gauge_livesum_{alive}.db"]


def test_what_is_no_request_is_not_counted() -> None:
    seen: list[Message] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(dict(scope))

    asyncio.run(RequestLog(app, Metrics())({"type": "lifespan"}, nothing, nothing))
    assert seen == [{"type": "lifespan"}]
