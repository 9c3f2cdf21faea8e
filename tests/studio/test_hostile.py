"""Whatever is thrown at the service, it answers with a problem and goes on."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck

from tests.support.answers import REAL
from tests.support.serving import IsolatedSettings, Server, client_of, studio
from tunesmith.benchmarks.hostile import BOMBS, SCRIPT, routes, send, throw
from tunesmith.benchmarks.trial import resident
from tunesmith.studio.pieces import SHORT

if TYPE_CHECKING:
    from schemathesis import Case

WARM_UP = 150
"""Bodies after which every library is loaded and every part has been at work."""
GROWTH = 64_000_000
"""Bytes that the caches of plans, facts and texts may still take up after that, all together, full as they can be."""


@pytest.fixture(scope="module")
def client(lasting_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return lasting_client


@pytest.fixture
def count(pytestconfig: pytest.Config) -> int:
    """How many hostile bodies are sent: `--hostile N`, 150 by default."""
    return int(pytestconfig.getoption("--hostile"))


def test_no_hostile_body_brings_the_service_down_or_makes_it_grow(tmp_path: Path, count: int) -> None:
    choice = random.Random(20_211_213)
    with studio(tmp_path, CACHE_BYTES=1_000_000) as server:
        found = routes(server.port)
        assert {("POST", "/api/v1/tunes"), ("PATCH", "/api/v1/tunes/{tune_id}"), ("POST", "/api/generate")} <= {*found}
        warm_up = max(WARM_UP, count)  # by then all that is loaded and kept when first needed is there
        assert throw(server.port, found, choice, warm_up).total() == warm_up
        before = at_work(server)
        answers = throw(server.port, found, choice, count)
        after = at_work(server)
        print(f"resident: {before / 1e6:.1f} MB, after {count} hostile bodies more {after / 1e6:.1f} MB; {answers}")
        server.wait()
    assert after - before < GROWTH


def at_work(server: Server) -> int:
    """The bytes that a studio holds with its processes for short and for long work, which this has it start."""
    for text in (REAL, REAL + "% and so on\n" * (SHORT // 10)):
        answer, _ = send(server.port, "POST", "/api/v1/check", json.dumps({"abc": text}).encode())
        assert answer.status == 200
    return resident(server.process.pid)


@pytest.mark.parametrize("bomb", BOMBS[:-2])
def test_no_tune_is_a_bomb(client: TestClient, bomb: str) -> None:
    for path, body in (
        ("/api/v1/check", {"abc": bomb}),
        ("/api/v1/fix", {"abc": bomb}),
        ("/api/v1/render", {"abc": bomb, "format": "svg"}),
        ("/api/v1/render", {"abc": bomb, "format": "mid"}),
        ("/api/v1/tunes/import", {"abc": bomb}),
    ):
        answer = client.post(path, json=body)
        assert answer.status_code < 500, (path, answer.text)


def test_a_script_in_a_title_stays_text(client: TestClient) -> None:
    answer = client.post("/api/v1/render", json={"abc": f"X:1\nT:{SCRIPT}\nK:D\nCDEF|]", "format": "svg"})
    assert answer.status_code == 200
    assert "<script" not in answer.text


def test_no_path_reaches_the_file_system(client: TestClient) -> None:
    for path in ("/samples/../app.py", "/assets/%2e%2e/%2e%2e/settings.py", "/samples/..%2f..%2fresources.py"):
        assert client.get(path).status_code in (404, 405)
    answer = client.post("/api/v1/tunes", json={"model": "../../../../etc/passwd"})
    assert answer.status_code == 422


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The service's own description, and the running service behind it."""
    import schemathesis  # takes seconds, which no other test should wait for

    url = f"sqlite:///{tmp_path_factory.mktemp('described')}/studio.db"
    hosts = "localhost,testserver"
    settings = IsolatedSettings(database_url=url, rate_limit="100000/minute", trusted_hosts=hosts)
    with client_of(settings) as client:
        yield schemathesis.openapi.from_asgi("/openapi.json", client.app)


PATIENCE = 300.0  # seconds; schemathesis gives up after ten, in which a busy machine may not have started a process
FEW = 6
"""Cases that are drawn for each operation, where `--hostile` asks for no more: a hundredth of its bodies."""


@pytest.mark.slow
def test_the_service_keeps_to_its_own_description(described: Any, count: int) -> None:
    from schemathesis import checks as known

    drawn = hypothesis.settings(max_examples=max(FEW, count // 100), suppress_health_check=list(HealthCheck))
    statuses: Counter[int] = Counter()
    checks = [
        known.not_a_server_error,
        known.status_code_conformance,
        known.content_type_conformance,
        known.response_schema_conformance,
    ]
    for operation in described.get_all_operations():

        @drawn
        @hypothesis.given(case=operation.ok().as_strategy())
        def keeps(case: Case[Any]) -> None:
            statuses[case.call_and_validate(checks=checks, timeout=PATIENCE).status_code] += 1

        keeps()
    print(f"{statuses.total()} cases; answers: {dict(sorted(statuses.items()))}")
    assert statuses.keys() >= {200, 422}
