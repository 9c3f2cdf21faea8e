"""The worker in Chromium: it composes what `tunesmith compose` does, tells of it on the way, and can be stopped."""

from __future__ import annotations

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
  const events = new Map();
  const LAST = ["done", "problem", "cancelled"];
  worker.onmessage = ({ data: { id, event, data } }) => {
    events.get(id).list.push([event, data]);
    events.get(id).heard?.(event);
    if (LAST.includes(event)) events.get(id).resolve(events.get(id).list);
  };
  globalThis.ask = (id, compose, heard) => new Promise((resolve) => {
    events.set(id, { list: [], resolve, heard });
    worker.postMessage({ id, compose });
  });
}"""
COMPOSE = "([id, options]) => ask(id, options)"
CANCEL = """async () => {
  const stop = (event) => event === "bar" && worker.postMessage({ id: 1001, cancel: true });
  const first = ask(1001, { seed: 1, best_of: 64 }, stop);
  const second = ask(1002, { seed: 1 });
  return [await first, await second];
}"""


@pytest.fixture(scope="module")
def page(files: Path) -> Iterator[Any]:
    """A page whose worker has started."""
    with served(files) as address, chromium_page() as page:
        page.goto(f"{address}/small.json")
        page.evaluate(START)
        yield page


def test_it_composes_what_the_command_line_does(page: Any, cases: list[Case]) -> None:
    for number, case in enumerate(cases):
        *_, (event, data) = page.evaluate(COMPOSE, [number, case.options])
        assert data["text" if event == "done" else "detail"] == case.expected, case.options


def test_it_tells_of_every_bar_on_the_way(page: Any, cases: list[Case]) -> None:
    events = page.evaluate(COMPOSE, [1000, cases[0].options])
    names = [event for event, _ in events]
    assert (names[0], names[-1]) == ("start", "done")
    assert names.count("bar") > 4
    told = "".join(data["text"] for event, data in events if event == "text")
    assert told.partition("\n")[2] == cases[0].expected.partition("\n")[2], "all but the number that the network reads"


def test_what_is_cancelled_ends_and_the_next_tune_is_right(page: Any, cases: list[Case]) -> None:
    cancelled, following = page.evaluate(CANCEL)
    assert cancelled[-1][0] == "cancelled"
    assert following[-1][1]["text"] == cases[0].expected
