"""The studio as a process: many clients, several workers, a graceful stop, a kill, nginx before it."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from support.databases import free_port
from support.serving import Server, studio
from tunesmith.studio.store import TuneFilter, TuneStore, connect

DEPLOY = Path(__file__).parents[2] / "deploy"
JIG = {"rhythm": "jig", "key": "D", "form": "AABB", "bars": 8}


def post(url: str, body: dict[str, Any]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=120) as answer:
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
            except OSError:  # the server went away: what it answered before still counts
                return

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    return ids, threads


def wait_for(ids: list[str], number: int) -> None:
    deadline = time.monotonic() + 120
    while len(ids) < number:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_same_seed_gives_the_same_tune_alone_and_in_a_crowd(tmp_path: Path) -> None:
    with studio(tmp_path) as server:
        url = f"{server.url}/api/v1/tunes"
        alone = [post(url, {**JIG, "seed": seed, "title": "T"})["abc"] for seed in range(4)]
        with ThreadPoolExecutor(64) as crowd:
            together = list(crowd.map(lambda n: post(url, {**JIG, "seed": n % 4, "title": "T"})["abc"], range(64)))
    assert together == alone * 16


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


def test_a_graceful_stop_finishes_what_was_begun(tmp_path: Path) -> None:
    stopped = threading.Event()
    with studio(tmp_path) as server:
        ids, threads = load(server, stopped.is_set)
        wait_for(ids, 10)
        server.process.terminate()
        stopped.set()
        for thread in threads:
            thread.join()
        assert server.process.wait(60) in (0, -15)
    kept, _ = stored(tmp_path).page(TuneFilter(limit=10_000))
    assert {tune.id for tune in kept} == set(ids)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed (Debian: nginx-light)")
def test_nginx_passes_tunes_on_as_they_are_composed(tmp_path: Path) -> None:
    port = free_port()
    with studio(tmp_path, WORKERS=2) as server:
        site = (DEPLOY / "nginx.conf").read_text()
        site = site.replace("127.0.0.1:5000", f"127.0.0.1:{server.port}").replace("127.0.0.1:8080", f"127.0.0.1:{port}")
        whole = f"daemon off; pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log;\nevents {{}}\nhttp {{\n"
        whole += f"access_log off; client_body_temp_path {tmp_path}; proxy_temp_path {tmp_path};\n{site}\n}}\n"
        (tmp_path / "nginx.conf").write_text(whole)
        with subprocess.Popen(["nginx", "-e", f"{tmp_path}/error.log", "-c", f"{tmp_path}/nginx.conf"]) as nginx:
            try:
                Server(nginx, port).wait()  # type: ignore[arg-type]
                streamed = stream(f"http://127.0.0.1:{port}/api/v1/tunes/stream")
            finally:
                nginx.terminate()
    assert streamed[0] == "start"
    assert streamed[-1] == "done"
    assert streamed.count("text") > 2


def stream(url: str) -> list[str]:
    request = urllib.request.Request(url, json.dumps(JIG).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        lines = answer.read().decode().splitlines()
    return [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]


def test_a_full_queue_and_a_hasty_client_are_told_to_come_back(tmp_path: Path) -> None:
    with studio(tmp_path, QUEUE_LIMIT=1, RATE_LIMIT="12/minute") as server:
        with ThreadPoolExecutor(12) as crowd:
            codes = list(crowd.map(lambda _: status(f"{server.url}/api/v1/tunes"), range(12)))
        hasty = status(f"{server.url}/api/v1/tunes")
    assert set(codes) == {(201, False), (503, True)}
    assert hasty == (429, True)


def status(url: str) -> tuple[int, bool]:
    """The status, and whether the answer says when to come back."""
    request = urllib.request.Request(url, json.dumps(JIG).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, False
    except urllib.error.HTTPError as refused:
        return refused.code, "Retry-After" in refused.headers
