"""Two hosts on one PostgreSQL and one Redis: limits hold over both, and when one dies under load nothing is lost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.support.databases import Redis
from tests.support.serving import Server, studio

JIG = {"rhythm": "jig", "meter": "6/8", "key": "D", "bars": 8}
TUNES = 120
CLIENTS = 16
ENOUGH = 30  # tunes that are acknowledged when one host dies
AT_WORK = CLIENTS // 2  # requests that it has not answered when it dies
ALLOWED = 30
PATIENCE = 300.0  # seconds


@pytest.fixture
def hosts(postgresql_url: str, redis: Redis, tmp_path: Path) -> Iterator[list[Server]]:
    """Two studios that share all but their processes; the test is behind a proxy, as any client it wants to be."""
    settings: dict[str, Any] = {
        "DATABASE_URL": postgresql_url,
        "REDIS_URL": redis.url,
        "RATE_LIMIT": f"{ALLOWED}/hour",
        "TRUSTED_PROXIES": "127.0.0.1",
    }
    with ExitStack() as stack:
        folders = [tmp_path / name for name in ("one", "other")]
        for folder in folders:
            folder.mkdir()
        yield [stack.enter_context(studio(folder, **settings)) for folder in folders]


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    """One client for all requests, each of which has a connection of its own."""
    apart = httpx2.Limits(max_keepalive_connections=0)
    with httpx2.Client(timeout=PATIENCE, limits=apart, verify=False) as client:  # nothing here is encrypted
        yield client


def as_client(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def metric(client: httpx2.Client, server: Server, name: str) -> float:
    """A metric that has no labels."""
    lines = client.get(f"{server.url}/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


@pytest.mark.slow
def test_two_hosts_are_one_studio_until_one_dies_and_then_the_other_is(
    client: httpx2.Client, hosts: list[Server], redis: Redis
) -> None:
    limits_hold_over(client, hosts)
    what_one_host_makes_the_other_has(client, hosts)
    nothing_is_lost_or_doubled_when_one_dies(client, hosts)
    redis.stop()
    the_survivor_goes_on_without_redis(client, hosts[1])


def limits_hold_over(client: httpx2.Client, hosts: list[Server]) -> None:
    """Of twice as many requests as a client may send, to both hosts in turn, half are answered."""
    answers = [
        client.get(f"{hosts[n % 2].url}/api/v1/tunes", headers=as_client("10.0.0.1")) for n in range(2 * ALLOWED)
    ]
    assert [answer.status_code for answer in answers] == [200] * ALLOWED + [429] * ALLOWED
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers[ALLOWED:])
    assert client.get(f"{hosts[1].url}/api/v1/tunes", headers=as_client("10.0.0.2")).status_code == 200


def what_one_host_makes_the_other_has(client: httpx2.Client, hosts: list[Server]) -> None:
    """A score that one has drawn is not drawn by the other."""
    body = {"abc": "X:1\nT:Áirc\nM:4/4\nK:D\nDEFG ABcd|]", "format": "svg"}
    asked = [client.post(f"{host.url}/api/v1/render", json=body, headers=as_client("10.0.0.3")) for host in hosts]
    assert asked[0].status_code == 200
    assert asked[0].content == asked[1].content
    found = [
        metric(client, host, f'tunesmith_shared_files_total{{found="{str(bool(n)).lower()}"}}')
        for n, host in enumerate(hosts)
    ]
    assert found == [1, 1]
    assert metric(client, hosts[0], "tunesmith_redis_up") == 1


def nothing_is_lost_or_doubled_when_one_dies(client: httpx2.Client, hosts: list[Server]) -> None:
    """Each client asks for each tune until it is acknowledged, now here, now there, under one key.

    The host that dies stands still for a moment before, so that it dies with requests that it had begun.
    """
    asked_of_first = threading.Semaphore(0)
    enough, still = threading.Event(), threading.Event()
    acknowledged: dict[str, str] = {}
    died_on: Counter[type[Exception]] = Counter()

    def ask(number: int) -> None:
        key, place = f"tune-{number}", number
        while key not in acknowledged:
            headers = {"Idempotency-Key": key, **as_client(f"10.1.0.{number}")}
            if enough.is_set():
                assert still.wait(PATIENCE)
                if place % 2 == 0:
                    asked_of_first.release()
            try:
                answer = client.post(
                    f"{hosts[place % 2].url}/api/v1/tunes",
                    json={**JIG, "seed": number},
                    headers=headers,
                )
            except httpx2.TransportError as error:  # this host is dead: the next one is asked
                died_on[type(error)] += 1
                place += 1
                continue
            assert answer.status_code == 201, answer.text
            acknowledged[key] = answer.json()["id"]
            if len(acknowledged) >= ENOUGH:
                enough.set()

    with ThreadPoolExecutor(CLIENTS) as clients:
        asked = [clients.submit(ask, number) for number in range(TUNES)]
        assert enough.wait(PATIENCE)
        hosts[0].stand_still()
        still.set()
        for _ in range(AT_WORK):
            assert asked_of_first.acquire(timeout=PATIENCE)
        hosts[0].kill()
        for one in asked:
            one.result()
    assert died_on.total() - died_on[httpx2.ConnectError] >= 1  # these it had taken, and never answered
    stored = client.get(f"{hosts[1].url}/api/v1/tunes?limit=200", headers=as_client("10.0.0.4")).json()
    assert Counter(tune["id"] for tune in stored["tunes"]) == Counter(acknowledged.values())
    assert len(stored["tunes"]) == TUNES


def the_survivor_goes_on_without_redis(client: httpx2.Client, host: Server) -> None:
    """It composes, counts by itself, and says that Redis is away."""
    headers = as_client("10.0.0.5")
    answer = client.post(f"{host.url}/api/v1/tunes", json=JIG, headers=headers)
    assert answer.status_code == 201
    codes = [client.get(f"{host.url}/api/v1/tunes", headers=headers).status_code for _ in range(ALLOWED)]
    assert codes == [200] * (ALLOWED - 1) + [429]
    assert metric(client, host, "tunesmith_redis_up") == 0
    assert client.get(f"{host.url}/readyz").status_code == 200
