"""The studio as a process: many clients, several workers, a graceful stop, a kill, nginx before it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import free_port
from tests.support.serving import Server, studio
from tunesmith.studio.store import TuneFilter, TuneStore, connect

DEPLOY = Path(__file__).parents[2] / "deploy"
PATIENCE = 300.0
"""Seconds in which a busy machine gives each of many clients an answer."""
JIG = {"rhythm": "jig", "key": "D", "form": "AABB", "bars": 8}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A studio of one process, for tests that leave it running."""
    with studio(tmp_path_factory.mktemp("one")) as server:
        yield server


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A studio of two workers, for tests that leave it running."""
    with studio(tmp_path_factory.mktemp("two"), WORKERS=2) as server:
        yield server


def post(url: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> dict[str, Any]:
    with begun(url, body, headers) as answer:
        made: dict[str, Any] = json.load(answer)
    return made


def stored(folder: Path) -> TuneStore:
    return TuneStore(connect(f"sqlite:///{folder}/studio.db"))


def load(server: Server, until: Callable[[], bool]) -> tuple[list[str], list[threading.Thread]]:
    """Eight clients that ask for tunes until told to stop; the ids they were answered."""
    ids: list[str] = []

    def ask() -> None:
        while not until():
            try:
                ids.append(post(f"{server.url}/api/v1/tunes", JIG)["id"])
            except (OSError, HTTPException):  # the server went away: what it answered before still counts
                return

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    return ids, threads


def wait_for(ids: list[str], number: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(ids) < number:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_same_seed_gives_the_same_tune_alone_and_in_a_crowd(server: Server) -> None:
    url = f"{server.url}/api/v1/tunes"
    alone = [post(url, {**JIG, "seed": seed, "title": "T"})["abc"] for seed in range(4)]
    with ThreadPoolExecutor(64) as crowd:
        together = list(crowd.map(lambda n: post(url, {**JIG, "seed": n % 4, "title": "T"})["abc"], range(64)))
    assert together == alone * 16


@pytest.mark.slow
def test_sixty_four_people_each_get_theirs_and_nobody_starves(server: Server) -> None:
    """Long and short requests at once: until the last has its first tune, nobody has had tune after tune."""
    short = {**JIG, "form": "AB"}
    long = {"rhythm": "reel", "key": "G", "form": "AABBCCDD", "bars": 8, "best_of": 2}
    everybody = threading.Event()
    had: Counter[int] = Counter()
    lock = threading.Lock()

    def keep_asking(person: int, url: str) -> int:
        ok = 0
        try:
            while not everybody.is_set():
                ok += post(url, long if person % 2 else short)["check"]["ok"]
                with lock:
                    had[person] += 1
                    if len(had) == 64:
                        everybody.set()
        finally:
            everybody.set()  # also where something went wrong: nobody asks for ever
        return ok

    with ThreadPoolExecutor(64) as crowd:
        asking = [crowd.submit(keep_asking, person, f"{server.url}/api/v1/tunes") for person in range(64)]
        ok = sum(person.result() for person in asking)
    assert ok == sum(had.values())
    assert max(had.values()) <= 10


def test_one_key_asked_by_many_at_once_is_one_tune(two_workers: Server) -> None:
    with ThreadPoolExecutor(16) as crowd:
        keys = [{"Idempotency-Key": f"key-{n % 4}"} for n in range(16)]
        made = list(crowd.map(lambda key: post(f"{two_workers.url}/api/v1/tunes", JIG, key)["id"], keys))
    assert made == made[:4] * 4
    assert len(set(made)) == 4
    assert set(kept(two_workers)) >= set(made)


def test_who_leaves_a_stream_cancels_it(server: Server) -> None:
    long = {"form": "AABBCCDD", "bars": 16, "length": 3000, "best_of": 64}
    before, composed = kept(server), tunes_total(server)
    with begun(f"{server.url}/api/v1/tunes/stream", long) as answer:
        assert b"event: text\n" in iter(answer.readline, b"")
    deadline = time.monotonic() + PATIENCE
    while "tunesmith_composing 0.0" not in text(f"{server.url}/metrics"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert tunes_total(server) == composed
    after = post(f"{server.url}/api/v1/tunes", JIG)["id"]
    assert kept(server) - before == {after}


def kept(server: Server) -> set[str]:
    """The ids of all tunes that a studio keeps."""
    return {tune.id for tune in stored(server.folder).page(TuneFilter(limit=10_000))[0]}


def tunes_total(server: Server) -> str:
    """How many tunes a studio says that it has composed."""
    [line] = [line for line in text(f"{server.url}/metrics").splitlines() if line.startswith("tunesmith_tunes_total ")]
    return line


def begun(url: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
    """An answer that has begun."""
    headers = {"Content-Type": "application/json", **(headers or {})}
    return urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers), timeout=PATIENCE)


def text(url: str) -> str:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        content: bytes = answer.read()
    return content.decode()


def test_a_killed_studio_loses_no_tune_that_it_answered(tmp_path: Path) -> None:
    killed = threading.Event()
    with studio(tmp_path, WORKERS=2) as server:
        ids, threads = load(server, killed.is_set)
        wait_for(ids, 30)
        server.kill()
        killed.set()
        for thread in threads:
            thread.join()
    assert len(stored(tmp_path).get_many(ids)) == len(ids) >= 30


def test_what_a_killed_worker_was_doing_is_not_counted_for_ever(two_workers: Server) -> None:
    long = {"form": "AABBCCDD", "bars": 16, "length": 3000, "best_of": 64}
    with begun(f"{two_workers.url}/api/v1/tunes/stream", long) as answer:
        assert b"event: text\n" in iter(answer.readline, b"")
        for worker in children(two_workers.process.pid):
            os.kill(worker, signal.SIGKILL)
    two_workers.wait()
    assert "tunesmith_composing 0.0" in text(f"{two_workers.url}/metrics")


def children(process: int) -> list[int]:
    """The workers of a studio."""
    found = [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return [pid for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_a_graceful_stop_finishes_what_was_begun(tmp_path: Path) -> None:
    stopped = threading.Event()
    passing = tmp_path / "passing"
    passing.mkdir()
    with studio(tmp_path, TMPDIR=passing) as server:
        ids, threads = load(server, stopped.is_set)
        wait_for(ids, 10)
        server.process.terminate()
        stopped.set()
        for thread in threads:
            thread.join()
        assert server.process.wait(PATIENCE) == 0
    assert list(passing.iterdir()) == []
    assert kept(server) == set(ids)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed (Debian: nginx-light)")
def test_nginx_passes_tunes_on_as_they_are_composed(two_workers: Server, tmp_path: Path) -> None:
    port = free_port()
    site = (DEPLOY / "nginx.conf").read_text().replace("127.0.0.1:5000", f"127.0.0.1:{two_workers.port}")
    site = site.replace("127.0.0.1:8080", f"127.0.0.1:{port}")
    whole = f"daemon off; pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log;\nevents {{}}\nhttp {{\n"
    whole += f"access_log off; client_body_temp_path {tmp_path}; proxy_temp_path {tmp_path};\n{site}\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole)
    with subprocess.Popen(["nginx", "-e", f"{tmp_path}/error.log", "-c", f"{tmp_path}/nginx.conf"]) as nginx:
        try:
            Server(nginx, port, tmp_path, "").wait()
            streamed = stream(f"http://127.0.0.1:{port}/api/v1/tunes/stream")
        finally:
            nginx.terminate()
    assert streamed[0] == "start"
    assert streamed[-1] == "done"
    assert streamed.count("text") > 2


def stream(url: str) -> list[str]:
    with begun(url, JIG) as answer:
        lines = answer.read().decode().splitlines()
    return [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]


def test_a_full_queue_and_a_hasty_client_are_told_to_come_back(tmp_path: Path) -> None:
    with studio(tmp_path, QUEUE_LIMIT=1, RATE_LIMIT="12/day") as server:
        with ThreadPoolExecutor(12) as crowd:
            codes = list(crowd.map(lambda _: refusal(f"{server.url}/api/v1/tunes"), range(12)))
        hasty = refusal(f"{server.url}/api/v1/tunes")
    assert {code for code in codes if code} == {(503, "too many tunes are being composed; come back in a moment", 2)}
    assert None in codes
    assert hasty is not None
    assert hasty[0] == 429
    assert hasty[1].startswith("more than 12/day; wait ")
    assert 0 < hasty[2] <= 7200


def refusal(url: str) -> tuple[int, str, int] | None:
    """The status, the detail and the seconds to wait of a refusal, None if a tune was composed."""
    try:
        post(url, JIG)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)["detail"], int(refused.headers["Retry-After"])
    return None
