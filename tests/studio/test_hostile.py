"""Whatever is thrown at the service, it answers with a problem and goes on."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import hypothesis
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck

from tests.support.serving import IsolatedSettings, client_of, studio
from tunesmith.benchmarks.trial import resident

if TYPE_CHECKING:
    from schemathesis import Case

PATHS = (
    "/api/v1/tunes", "/api/v1/tunes/stream", "/api/v1/tunes/import", "/api/v1/check", "/api/v1/render",
    "/api/v1/performance", "/api/v1/chords", "/api/v1/origin", "/api/v1/vary", "/api/v1/continue",
    "/api/v1/fix", "/api/v1/transpose", "/api/v1/tunebooks", "/api/generate", "/api/generate-mp4",
)  # fmt: skip
WARM_UP = 150
"""Bodies after which every library is loaded and every part has been at work."""
GROWTH = 64_000_000
"""Bytes that the caches of plans, facts and texts may still take up after that, all together, full as they can be."""
SCRIPT = "<script>alert(1)</script>"
BOMBS = [
    "X:1\nK:D\n" + "(" * 5000,
    "X:1\nK:D\n" + "[" * 5000 + "C",
    "X:1\nK:D\n" + "{" * 5000 + "C",
    "X:1\nL:1/999999999\nM:999999999/999999999\nK:D\nC99999999999999999999/99999999",
    "X:1\nM:4/4\nK:D\n" + "|:" * 3000 + "C" + ":|" * 3000,
    "X:1\nK:D\n(99:98:97" + "C" * 2000,
    "X:1\nK:D\nC" + ">" * 5000 + "D",
    f"X:1\nT:{SCRIPT}\nK:D\nCDEF|]",
    "X:1\nQ:1/4=0\nK:D\nC4|]",
    "X:1\nK:D\nZ999999999|]",
    "%%MIDI program ../../../etc/passwd\nX:1\nK:D\nC|]",
    "%abc-include /etc/passwd\nX:1\nK:D\nC|]",
    "\ud800",
    "\x00C",
]


def hostile_value(choice: random.Random, depth: int = 0) -> Any:
    """Something no client should send."""
    kinds: tuple[Callable[[], Any], ...] = (
        lambda: choice.choice(BOMBS),
        lambda: "".join(choice.choices(string.printable + "é\u202e\U0001f3bb", k=choice.randrange(200))),
        lambda: choice.choice([0, -1, 10**400, 1e308, float("nan"), float("inf"), True, None, "", [], {}]),
        lambda: [hostile_value(choice, depth + 1) for _ in range(choice.randrange(4))] if depth < 4 else 0,
        lambda: {choice.choice(FIELDS): hostile_value(choice, depth + 1) for _ in range(3)} if depth < 4 else 0,
    )
    return choice.choice(kinds)()


FIELDS = (
    "abc", "abc_notation", "format", "key", "meter", "rhythm", "form", "bars", "parts", "opening", "temperature",
    "seed", "length", "top_k", "top_p", "min_p", "instrument", "model", "title", "tunes", "options", "semitones",
    "__proto__",
)  # fmt: skip


def hostile_body(choice: random.Random) -> bytes:
    """A body that is broken, deep, or well-formed and mad."""
    body = json.dumps({name: hostile_value(choice) for name in choice.sample(FIELDS, choice.randrange(1, 6))})
    match choice.randrange(8):
        case 0:
            return body[: choice.randrange(len(body))].encode()
        case 1:
            return b"[" * 20_000
        case 2:
            return bytes(choice.randrange(256) for _ in range(200))
        case _:
            return body.encode()


@pytest.fixture(scope="module")
def client(lasting_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return lasting_client


@pytest.fixture
def count(pytestconfig: pytest.Config) -> int:
    """How many hostile bodies are sent: `--hostile N`, 150 by default."""
    return int(pytestconfig.getoption("--hostile"))


def throw(client: httpx2.Client, choice: random.Random, number: int) -> None:
    """Send so many hostile bodies; none may be answered with an error of the service's own."""
    for _ in range(number):
        path = choice.choice(PATHS)
        body = hostile_body(choice)
        answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, (path, body[:300], answer.text)


def test_no_hostile_body_brings_the_service_down_or_makes_it_grow(tmp_path: Path, count: int) -> None:
    choice = random.Random(20_211_213)
    with (
        studio(tmp_path, CACHE_BYTES=1_000_000) as server,
        httpx2.Client(base_url=server.url, timeout=300) as client,
    ):
        throw(client, choice, max(WARM_UP, count))  # by then all that is loaded and kept when first needed is there
        before = resident(server.process.pid)
        throw(client, choice, count)
        after = resident(server.process.pid)
        print(f"resident: {before / 1e6:.1f} MB, after {count} hostile bodies more {after / 1e6:.1f} MB")
        assert client.get("/readyz").status_code == 200
    assert after - before < GROWTH


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
FEW = hypothesis.settings(
    max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.slow
def test_the_service_keeps_to_its_own_description(described: Any) -> None:
    from schemathesis import checks as known

    checks = [
        known.not_a_server_error,
        known.status_code_conformance,
        known.content_type_conformance,
        known.response_schema_conformance,
    ]
    for operation in described.get_all_operations():

        @FEW
        @hypothesis.given(case=operation.ok().as_strategy())
        def keeps(case: Case[Any]) -> None:
            case.call_and_validate(checks=checks, timeout=PATIENCE)

        keeps()
