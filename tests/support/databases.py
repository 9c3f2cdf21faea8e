"""PostgreSQL and Redis servers of the tests' own, from Debian's packages, on loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.tiers import system_only


def programs() -> Path | None:
    """The folder of the newest installed PostgreSQL server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    return found[-1].parent if found else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server on an empty cluster and give its SQLAlchemy URL; the server refuses to run as root."""
    system_only("a PostgreSQL server")
    binaries = programs()
    assert binaries is not None
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="tunesmith-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    as_user = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    port = free_port()
    data = str(folder / "data")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    start = [str(binaries / "pg_ctl"), "start", "-w", "-D", data, "-l", str(folder / "log"), "-o", options]
    try:
        subprocess.run(
            [*as_user, str(binaries / "initdb"), "-A", "trust", "-E", "UTF8", "-U", "tunesmith", data],
            check=True, stdout=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        subprocess.run([*as_user, *start], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        yield f"postgresql+psycopg://tunesmith@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*as_user, str(binaries / "pg_ctl"), "stop", "-m", "immediate", "-D", data],
            check=False, stdout=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


class Redis:
    """A Redis server on a port of its own, which can be stopped and started again; it keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[str] | None = None
        self.url = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Return when it accepts connections."""
        system_only("a Redis server")
        options = f"--port {self._port} --bind 127.0.0.1 --save --appendonly no --daemonize no"
        self._process = subprocess.Popen(
            ["redis-server", *options.split()], cwd=self._folder, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert any("Ready to accept connections" in line for line in self._process.stdout), "Redis did not start"

    def stop(self) -> None:
        """End it at once, and what it held with it."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


@contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    """Start a server with nothing in it."""
    server = Redis(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
