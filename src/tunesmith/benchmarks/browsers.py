"""The browser's kernel where it runs, in Node and in a page of Chromium, with work that Python brings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tunesmith.browser.composing import work_of
from tunesmith.inference.job import Job, JobResult

__all__ = [
    "CHROMIUM_OPTIONS",
    "Engine",
    "chromium",
    "chromium_page",
    "in_chromium",
    "in_node",
    "listening",
    "renderers",
    "served",
]

NODE = Path(__file__).with_name("in_node.mjs")
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps Chromium from asking anybody for anything by itself."""
LOAD = """async (model) => {
  const { engineFor } = await import("/composer.js");
  const { compose } = await import("/composing.js");
  const engine = await engineFor(model, async (name) => (await fetch(name)).arrayBuffer());
  const known = new Map();
  globalThis.answer = async (question) => {
    const { name, work } = JSON.parse(question);
    if (work) known.set(name, work);
    return work ? null : compose(engine, known.get(name));
  };
}"""
PROCESSES = Path("/proc")


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine in another program: `ask` sends it what `in_node.mjs` describes, `processor` are its seconds so far."""

    ask: Callable[[dict[str, Any]], Any]
    processor: Callable[[], float]

    def bring(self, name: str, jobs: Sequence[Job]) -> None:
        """Bring jobs, to be composed as often as `compose` names them."""
        self.ask({"name": name, "work": work_of(jobs)})

    def compose(self, name: str) -> list[JobResult]:
        """Compose a tune for each of these jobs."""
        return [JobResult(**result) for result in self.ask({"name": name})]


@contextmanager
def in_node(folder: Path, model: str = "small") -> Iterator[Engine]:
    """An engine in Node, with the files in `folder` (`tunesmith.browser.building`)."""
    command = ["node", str(NODE), str(folder), model]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asking, answering = process.stdin, process.stdout
        assert asking is not None
        assert answering is not None

        def ask(question: dict[str, Any]) -> Any:
            asking.write(json.dumps(question) + "\n")
            asking.flush()
            return json.loads(answering.readline())

        yield Engine(ask, lambda: _processor(process.pid))
        asking.close()


@contextmanager
def in_chromium(folder: Path, model: str = "small") -> Iterator[Engine]:
    """An engine in a page of Chromium, with the files in `folder`."""
    with chromium_page() as page, served(folder) as address:
        page.goto(f"{address}/{model}.json")
        page.evaluate(LOAD, model)
        drawing = renderers(os.getpid())
        yield Engine(
            lambda question: page.evaluate("question => answer(question)", json.dumps(question)),
            lambda: sum(map(_processor, drawing)),
        )


@contextmanager
def chromium() -> Iterator[Any]:
    """The system's Chromium, without a window, that asks nobody for anything by itself."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def chromium_page() -> Iterator[Any]:
    """A page of it."""
    with chromium() as browser:
        yield browser.new_page()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback, as any static host would; the address that it has."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listening(partial(Quiet, directory=folder)) as address:
        yield address


@contextmanager
def listening(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """Let a handler answer on loopback; the address that it has."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def renderers(pid: int) -> list[int]:
    """The processes of Chromium that draw pages and run what is on them, among all that a process has started."""
    return [one for one in _family(pid) if b"--type=renderer" in _read(one, "cmdline")]


def _processor(pid: int) -> float:
    """The seconds of processor that all threads of a process have used, as Linux counts them."""
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield pid
    for thread in (PROCESSES / str(pid) / "task").iterdir():
        with suppress(FileNotFoundError):  # a thread may end meanwhile
            for child in (thread / "children").read_text().split():
                yield from _family(int(child))


def _read(pid: int, name: str) -> bytes:
    return (PROCESSES / str(pid) / name).read_bytes()
