"""The worker in Chromium: it composes what `tunesmith compose` does, tells of it on the way, and can be stopped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tunesmith.benchmarks.browsers import chromium_page, served

if TYPE_CHECKING:
    from tests.browser.conftest import Case

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("chromium")]
START = """() => {
  globalThis.worker = new Worker("/worker.js", { type: "module" });
  const asked = new Map();
  worker.onmessage = ({ data }) => asked.get(data.id)(data);
  globalThis.ask = (id, options, heard) => new Promise((resolve) => {
    const [decoder, told] = [new TextDecoder(), { status: 0, text: "", failed: "" }];
    asked.set(id, ({ status, piece, end, failed }) => {
      if (status) told.status = status;
      if (piece) told.text += decoder.decode(piece);
      if (piece) heard?.(told.text);
      if (failed) told.failed = failed;
      if (end || failed) resolve(told);
    });
    const body = new TextEncoder().encode(JSON.stringify(options));
    worker.postMessage({ id, ask: { method: "POST", path: "/api/v1/tunes/stream", version: -1, body } });
  });
}"""
COMPOSE = "([id, options]) => ask(id, options)"
CANCEL = """async () => {
  const stop = (text) => text.includes("event: bar") && worker.postMessage({ id: 1001, cancel: true });
  const first = ask(1001, { seed: 1, best_of: 64 }, stop);
  const second = ask(1002, { seed: 1 });
  return [await first, await second];
}"""


def events(told: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The events of a stream, each with its data."""
    blocks = [block.split("\n") for block in told["text"].split("\n\n") if block]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def music(abc: str) -> str:
    """A tune without what its keeping added: its title and rhythm."""
    return "\n".join(line for line in abc.strip().split("\n") if not line.startswith(("T:", "R:")))


@pytest.fixture(scope="module")
def page(files: Path) -> Iterator[Any]:
    """A page whose worker has started."""
    with served(files) as address, chromium_page() as page:
        page.goto(f"{address}/small.json")
        page.evaluate(START)
        yield page


def test_it_composes_what_the_command_line_does(page: Any, cases: list[Case]) -> None:
    for number, case in enumerate(cases):
        told = page.evaluate(COMPOSE, [number, case.options])
        if told["status"] == 422:
            assert json.loads(told["text"])["detail"] == case.expected, case.options
        else:
            assert music(events(told)[-1][1]["abc"]) == music(case.expected), case.options


def test_it_tells_of_every_bar_on_the_way(page: Any, cases: list[Case]) -> None:
    found = events(page.evaluate(COMPOSE, [1000, cases[0].options]))
    names = [event for event, _ in found]
    assert (names[0], names[-1]) == ("start", "done")
    assert names.count("bar") > 4
    told = "".join(data["text"] for event, data in found if event == "text")
    assert told.partition("\n")[2] == cases[0].expected.partition("\n")[2], "all but the number that the network reads"


def test_what_is_cancelled_ends_and_the_next_tune_is_right(page: Any, cases: list[Case]) -> None:
    cancelled, following = page.evaluate(CANCEL)
    assert cancelled["failed"] == "cancelled"
    assert music(events(following)[-1][1]["abc"]) == music(cases[0].expected)
