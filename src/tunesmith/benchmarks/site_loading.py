"""How long the site takes to its first tune: `python -m tunesmith.benchmarks.site_loading [ROUNDS]`, after `make site`.

The line is as fast as MEGABITS and as slow to answer as LATENCY. The host makes it so, not the browser: DevTools' own
emulation leaves out what workers fetch. Like most hosts this one compresses texts.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

from tunesmith.benchmarks.browsers import chromium, listening
from tunesmith.machine import processor_name

__all__ = ["KEPT", "Line", "first_tune", "hosted", "main"]

FOLDER = Path(__file__).parents[3] / "build" / "site"
MEGABITS, LATENCY = 20.0, 0.02  # a second; seconds
CHUNK = 16 * 1024
TEXTS = (".css", ".html", ".js", ".json", ".mjs", ".svg", ".webmanifest")
ROUNDS = 3
PATIENCE = 120_000  # ms
KEEPS = """([tunes, milliseconds]) => new Promise((resolve, reject) => {
  const look = () => document.querySelectorAll(".tunes li").length >= tunes && resolve();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  setTimeout(() => reject(new Error("no tune is kept")), milliseconds);
  look();
})"""
"""Waits until so many tunes are in the list; to ask again at each frame would have the page drawn all the time."""
KEPT = """milliseconds => {
  const workers = navigator.serviceWorker;
  const kept = workers.ready.then(() => workers.controller ?? new Promise((resolve) => {
    workers.addEventListener("controllerchange", () => resolve(), { once: true });
  }));
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("the site is not kept")), milliseconds));
  return Promise.race([kept.then(() => true), late]);
}"""
"""Waits until the service worker has kept all files and answers the page; fails if that takes so long."""


class Line:
    """A line that all answers share; `sent` counts their bytes."""

    def __init__(self, megabits: float) -> None:
        self._bytes_a_second = megabits * 1e6 / 8
        self._lock = threading.Lock()
        self._free = 0.0
        self.sent = 0

    def carry(self, size: int) -> None:
        """Wait until so many bytes have passed."""
        with self._lock:
            self._free = max(self._free, time.monotonic()) + size / self._bytes_a_second
            self.sent += size
            free = self._free
        time.sleep(max(0.0, free - time.monotonic()))


@cache
def compressed(path: Path) -> bytes:
    """A text as it passes."""
    return gzip.compress(path.read_bytes(), 6)


@contextmanager
def hosted(folder: Path, line: Line) -> Iterator[str]:
    """Serve a folder on loopback over a line; the address that it has."""

    class Host(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            """Hand out a file."""
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            packed = path.suffix in TEXTS
            content = compressed(path) if packed else path.read_bytes()
            time.sleep(LATENCY)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-cache" if path.parent == folder else "max-age=31536000, immutable")
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            for start in range(0, len(content), CHUNK):
                piece = content[start : start + CHUNK]
                line.carry(len(piece))
                self.wfile.write(piece)

    with listening(partial(Host, directory=str(folder))) as address:
        yield address


def first_tune(page: Any, address: str, tunes: int) -> float:
    """Seconds from opening the page, where Compose is pressed as soon as it is there, to so many kept tunes."""
    start = time.monotonic()
    page.goto(f"{address}/", wait_until="commit")
    page.get_by_role("button", name="Compose", exact=True).click()
    page.evaluate(KEEPS, [tunes, PATIENCE])
    return time.monotonic() - start


def main(rounds: int = ROUNDS) -> None:
    """Measure first visits, later ones and visits without a network, and print their medians."""
    found: dict[str, list[float]] = {"first visit": [], "later visit": [], "without a network": []}
    line = Line(MEGABITS)
    with chromium() as browser, hosted(FOLDER, line) as address:
        for _ in range(rounds):
            context = browser.new_context(viewport={"width": 375, "height": 800})
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            before = line.sent
            found["first visit"].append(first_tune(page, address, 1))
            sent = line.sent - before
            page.evaluate(KEPT, PATIENCE)
            found["later visit"].append(first_tune(page, f"{address}/?later", 2))
            context.set_offline(True)
            found["without a network"].append(first_tune(page, f"{address}/?away", 3))
            context.close()
    print(
        f"{processor_name()}; {MEGABITS:g} Mbit/s, {rounds} rounds; {sent:,} bytes to the first tune of a first visit"
    )
    for name, seconds in found.items():
        print(f"{name:20} {statistics.median(seconds):5.1f} s  ({min(seconds):.1f} to {max(seconds):.1f})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
