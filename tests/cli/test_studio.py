from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tests.support.databases import free_port
from tunesmith.cli.studio import serve


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """What `tunesmith studio` gives to the server, which does not start."""
    told: dict[str, Any] = {}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/studio.db")
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setenv("MODEL_PATH", "small")
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: told.update(options, app=app))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    serve()
    return told


def test_only_this_machine_can_reach_it(given: dict[str, Any]) -> None:
    assert given["host"] == "127.0.0.1"


def test_a_worker_that_compiles_beside_busy_programs_is_not_replaced(given: dict[str, Any]) -> None:
    """By default uvicorn ends a worker that does not stir for five seconds."""
    assert uvicorn.Config(**given).timeout_worker_healthcheck >= 60
