"""The browser's kernel where it runs: in Node, and in a page of Chromium, both fed from Python."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

from tunesmith.inference.job import JobResult

__all__ = ["Compose", "chromium_page", "in_chromium", "in_node", "served"]

Compose: TypeAlias = Callable[[Sequence[dict[str, Any]]], tuple[list[JobResult], float]]
"""Composes a tune for each entry (`tunesmith.browser.composing`), and says how many seconds it took."""

NODE = Path(__file__).with_name("in_node.mjs")
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOAD = """async (model) => {
  const { engineFor } = await import("/composer.js");
  const { compose } = await import("/composing.js");
  const engine = await engineFor(model, async (name) => (await fetch(name)).arrayBuffer());
  globalThis.timed = async (entries) => {
    const before = performance.now();
    const results = await compose(engine, entries);
    return { results, seconds: (performance.now() - before) / 1000 };
  };
}"""


@contextmanager
def in_node(folder: Path, model: str = "small") -> Iterator[Compose]:
    """Compose in Node with the files in `folder` (`tunesmith.browser.building`)."""
    command = ["node", str(NODE), str(folder), model]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asking, answering = process.stdin, process.stdout
        assert asking is not None
        assert answering is not None

        def compose(entries: Sequence[dict[str, Any]]) -> tuple[list[JobResult], float]:
            asking.write(json.dumps(entries) + "\n")
            asking.flush()
            return _read(json.loads(answering.readline()))

        yield compose
        asking.close()


@contextmanager
def in_chromium(folder: Path, model: str = "small") -> Iterator[Compose]:
    """Compose in a page of Chromium with the files in `folder`."""
    with chromium_page() as page, served(folder) as address:
        page.goto(f"{address}/{model}.json")
        page.evaluate(LOAD, model)
        yield lambda entries: _read(page.evaluate("entries => timed(entries)", list(entries)))


@contextmanager
def chromium_page() -> Iterator[Any]:
    """A page of the system's Chromium, without a window, that asks nobody for anything by itself."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        try:
            yield browser.new_page()
        finally:
            browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback, as any static host would; the address that it has."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _read(answer: Any) -> tuple[list[JobResult], float]:
    return [JobResult(**result) for result in answer["results"]], answer["seconds"]
