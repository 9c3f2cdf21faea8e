"""The worker in Chromium: it composes what `tunesmith compose` does, tells of it on the way, and can be stopped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tunesmith.benchmarks.browsers import chromium_page, served
from tunesmith.composing import Composer, Request
from tunesmith.composing.request import bar_ranges
from tunesmith.composing.variation import vary_passages
from tunesmith.notation import Tune
from tunesmith.rendering import render
from tunesmith.studio.tasks.origins import compared

if TYPE_CHECKING:
    from tests.browser.conftest import Case

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("chromium")]
START = """() => {
  globalThis.worker = new Worker("/worker.js", { type: "module" });
  const asked = new Map();
  worker.onmessage = ({ data }) => asked.get(data.id)(data);
  const STREAM = { method: "POST", path: "/api/v1/tunes/stream", version: -1 };
  globalThis.ask = (id, options, heard, { method, path, version } = STREAM) => new Promise((resolve) => {
    const [decoder, told] = [new TextDecoder(), { status: 0, text: "", failed: "" }];
    asked.set(id, ({ status, piece, end, failed }) => {
      if (status) told.status = status;
      if (piece) told.text += decoder.decode(piece);
      if (piece) heard?.(told.text);
      if (failed) told.failed = failed;
      if (end || failed) resolve(told);
    });
    const body = new TextEncoder().encode(JSON.stringify(options));
    worker.postMessage({ id, ask: { method, path, version, body } });
  });
}"""
RENDER = {"method": "POST", "path": "/api/v1/render", "version": -1}
COMPOSE = "([id, options]) => ask(id, options)"
ASK = "([id, options, request]) => ask(id, options, undefined, request)"
REEL = "X:1\nT:Old\nR:reel\nM:4/4\nL:1/8\nK:D\n|:DFAd fdAF|GBAG F2E2:|\n"
KESH = "X:1\nL:1/8\nM:6/8\nK:G\n|: GAG GAB | ABA ABd | edd gdd | edB dBA | GAG GAB | ABA ABd | edd gdB | AGF G3 :|\n"
FOUR = "X:1\nT:Four\nR:reel\nM:4/4\nL:1/8\nK:D\n|:DFAd fdAF|GBAG F2E2|DFAd fdAF|GBAG D4:|\n"
CANCEL = """async () => {
  const stop = (text) => text.includes("event: bar") && worker.postMessage({ id: 1001, cancel: true });
  const first = ask(1001, { seed: 1, best_of: 64 }, stop);
  const second = ask(1002, { seed: 1 });
  return [await first, await second];
}"""


class Api:
    """Asks the worker as a page does."""

    def __init__(self, page: Any) -> None:
        self._page, self._asked = page, 2000

    def __call__(
        self, method: str, path: str, body: dict[str, Any] | None = None, version: int = -1
    ) -> tuple[int, Any]:
        """The status and the JSON of an answer."""
        self._asked += 1
        request = {"method": method, "path": f"/api/v1/{path}", "version": version}
        told = self._page.evaluate(ASK, [self._asked, body or {}, request])
        assert told["failed"] == ""
        return told["status"], json.loads(told["text"]) if told["text"] else None


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
    told = "".join(data["text"] for event, data in found if event == "text")
    closed = [data["bars"] for event, data in found if event == "bar"]
    assert len(closed) > 1, "told on the way, and not only at the end"
    assert closed == sorted(set(closed))
    assert closed[-1] == len(re.findall(r" [|:]", told.partition("\nK:")[2]))
    assert told.partition("\n")[2] == cases[0].expected.partition("\n")[2], "all but the number that the network reads"


def test_what_is_cancelled_ends_and_the_next_tune_is_right(page: Any, cases: list[Case]) -> None:
    cancelled, following = page.evaluate(CANCEL)
    assert cancelled["failed"] == "cancelled"
    assert music(events(following)[-1][1]["abc"]) == music(cases[0].expected)


def test_a_tune_is_kept_changed_brought_back_and_continued(page: Any) -> None:
    ask = Api(page)
    status, tune = ask(
        "POST", "tunes/import", {"abc": "X:1\nT:Old\nR:reel\nM:4/4\nL:1/8\nK:D\n|:DFAd fdAF|GBAG F2E2:|\n"}
    )
    at = f"tunes/{tune['id']}"
    assert (status, tune["title"], tune["version"], tune["bars"]) == (201, "Old", 1, 2)
    status, changed = ask("PATCH", at, {"title": "New"}, version=1)
    assert (status, changed["version"], "T:New" in changed["abc"]) == (200, 2, True)
    assert ask("PATCH", at, {"title": "Late"}, version=1)[0] == 412
    assert [former["title"] for former in ask("GET", f"{at}/versions")[1]["versions"]] == ["Old"]
    assert ask("POST", f"{at}/versions/1/restore")[1]["title"] == "Old"
    assert ask("PATCH", at, {"starred": True})[1]["starred"] is True
    assert [found["id"] for found in ask("GET", "tunes?query=old+reel&starred=true")[1]["tunes"]] == [tune["id"]]
    status, longer = ask("POST", f"{at}/continue", {"second_part": True, "seed": 3})
    assert (status, longer["recipe"]["parent"], longer["form"]) == (201, tune["id"], "AABB")
    book = ask("POST", "tunebooks", {"title": "Reels", "tunes": [longer["id"], tune["id"]]})[1]
    assert ask("DELETE", at) == (204, None)
    assert ask("GET", at)[0] == 404
    assert ask("GET", f"tunebooks/{book['id']}")[1]["tunes"] == [longer["id"]]
    assert ask("POST", f"{at}/restore")[1]["id"] == tune["id"]


@pytest.mark.parametrize(
    "asked",
    [
        {"bars": "2-3", "seed": 5},
        {"bars": "2,4", "seed": 6, "change": 0.4},
        {"bars": "1-4", "seed": 7, "candidates": 40, "temperature": 1.1},
    ],
)
def test_bars_are_varied_as_on_the_command_line(page: Any, composer: Composer, asked: dict[str, Any]) -> None:
    more = {name: asked[name] for name in ("candidates", "change") if name in asked}
    request = Request(temperature=asked["temperature"]) if "temperature" in asked else None
    expected = vary_passages(composer, Tune.parse(FOUR), bar_ranges(asked["bars"]), request, seed=asked["seed"], **more)
    status, answer = Api(page)("POST", "vary", {"abc": FOUR, **asked})
    assert (status, answer) == (200, {"abc": expected.text, "changes": []})


def test_a_tune_is_compared_with_known_ones_as_on_the_command_line(page: Any, composer: Composer) -> None:
    composed = composer.compose(Request(rhythm="reel", form="AABB", bars=8), seed=11)[0].text
    for abc in (KESH, composed, FOUR):
        assert Api(page)("POST", "origin", {"abc": abc}) == (200, json.loads(compared(abc)))


def test_a_tune_is_drawn_as_on_the_command_line(page: Any) -> None:
    for options in ({}, {"tablature": "whistle"}):
        told = page.evaluate(ASK, [5000, {"abc": FOUR, "format": "svg", "options": options}, RENDER])
        assert (told["status"], told["text"]) == (200, render(FOUR, "svg", **options).decode())


def test_an_original_tune_is_the_one_of_the_command_line(page: Any, composer: Composer) -> None:
    options: dict[str, Any] = {"original": True, "bars": 4, "best_of": 2, "ending": "home"}
    asked = {**options, "seed": 5, "model": "small"}
    [expected] = composer.compose(Request(**options), seed=5)
    status, answer = Api(page)("POST", "compose", asked)
    assert (status, music(answer["abc"])) == (200, music(expected.text))


def test_a_kept_tune_is_varied_beside_itself(page: Any) -> None:
    ask = Api(page)
    tune = ask("POST", "tunes/import", {"abc": FOUR})[1]
    status, varied = ask("POST", f"tunes/{tune['id']}/vary", {"bars": "2", "seed": 5})
    assert (status, varied["recipe"]["operation"], varied["recipe"]["parent"]) == (201, "vary", tune["id"])
    assert varied["recipe"]["options"] == {"bars": "2", "ending": "any"}
    assert music(varied["abc"]) != music(FOUR)


def test_pages_of_tunes_follow_one_another(page: Any) -> None:
    ask = Api(page)
    path, found = "tunes?limit=3", []
    while path:
        answer = ask("GET", path)[1]
        found += answer["tunes"]
        path = f"tunes?limit=3&cursor={quote(answer['next'])}" if answer["next"] else ""
    assert len({tune["id"] for tune in found}) == len(found) > 3
    assert found == sorted(found, key=lambda tune: tune["created"], reverse=True)
