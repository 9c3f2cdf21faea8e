"""A running studio and a browser to visit it with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

__all__ = ["chromium", "studio"]

STARTING_SECONDS = 60
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def studio(folder: Path, **settings: str) -> Iterator[str]:
    """The address of a studio of one's own, its database in `folder`; `settings` are environment variables."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [Path(sys.executable).parent / "tunesmith", "studio", "--port", str(port)]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/studio.db", **settings}
    with (folder / "studio.log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_ready(server, address, folder / "studio.log")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=STARTING_SECONDS)


def wait_until_ready(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Return once the studio can compose; RuntimeError with its log if it ends before, or takes far too long."""
    deadline = time.monotonic() + STARTING_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{address}/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the studio did not start: {log.read_text()[-2000:]}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window; it asks nobody for anything by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def executable() -> str | None:
    """Where Chromium is installed; None if it is not."""
    return shutil.which("chromium")
