"""A running studio: in this process for a client that calls it, or as a process of its own, on loopback."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic_settings import SettingsConfigDict

from tests.support.databases import free_port
from tests.support.tiers import system_only
from tunesmith.studio import processes
from tunesmith.studio.app import create_app
from tunesmith.studio.settings import Settings
from tunesmith.studio.store import connect
from tunesmith.studio.store.tables import metadata

SECONDS_TO_START = 120  # on a busy machine that compiles the kernel first


class IsolatedSettings(Settings):
    """Settings in which a file `.env` in the working folder has no say, with the model that composes quickest."""

    model_config = SettingsConfigDict(env_file=None)
    model_path: str = "small"


@contextmanager
def client_of(settings: Settings) -> Iterator[TestClient]:
    """A client of a studio that runs in this process; what goes wrong inside it is answered, as for any other client.

    Its processes for pieces of work are forked from one that has loaded what they load. Loading takes each a second of
    the processor, and every test starts its own. `test_processes` and all that start a whole studio do without this.
    """
    with pytest.MonkeyPatch.context() as patch:
        if "forkserver" in multiprocessing.get_all_start_methods():  # not on Windows
            forking = multiprocessing.get_context("forkserver")
            forking.set_forkserver_preload(list(processes.LOADED))
            patch.setattr(processes, "SPAWN", forking)
        with TestClient(create_app(settings), "http://localhost", raise_server_exceptions=False) as client:
            yield client


def empty(database_url: str) -> None:
    """Empty the store of a running studio, as if it had kept nothing yet."""
    engine = connect(database_url)
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()


class Server:
    """A running studio, its address and the folder of its database."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, folder: Path, database_url: str) -> None:
        self.process = process
        self._database_url = database_url
        self.port = port
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"

    def wait(self) -> None:
        """Return when it is ready."""
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.1)

    def forget(self) -> None:
        """Empty its store, as if it had kept nothing yet."""
        empty(self._database_url)

    def stand_still(self) -> None:
        """SIGSTOP, to every process of it: it takes connections, as the system does that for it, and answers none."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def kill(self) -> None:
        """SIGKILL, to every process of it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def studio(
    folder: Path, *, python: str = sys.executable, port: int | None = None, **settings: object
) -> Iterator[Server]:
    """Run `tunesmith studio` in `folder` with the settings, until the block ends."""
    system_only("a studio in processes of its own")
    port = port or free_port()
    given = {"PORT": port, "DATABASE_URL": f"sqlite:///{folder}/studio.db", "RATE_LIMIT": "100000/minute", **settings}
    environment = {**os.environ, **{name: str(value) for name, value in given.items()}}
    with subprocess.Popen(
        [python, "-m", "tunesmith.cli", "studio"],
        cwd=folder,
        env=environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        server = Server(process, port, folder, str(given["DATABASE_URL"]))
        try:
            server.wait()
            yield server
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(SECONDS_TO_START)
