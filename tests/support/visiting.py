"""What a musician does on the studio's page, in a few words.

Tests are quick if they open the page once: a visit without a profile's own options costs half, and `bring`, `reload`,
`set_viewport_size` or `emulate_media` less than another visit. Each test finds a store that keeps nothing yet. After a
step, wait for what it shows (`expect`) before you read the page at once (`count`, `evaluate`), which waits for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

__all__ = [
    "HELD_STREAM",
    "PATIENCE",
    "TUNE",
    "Visit",
    "bars",
    "bring",
    "compose",
    "download",
    "drawn",
    "music",
    "pick",
    "tab_to",
    "title",
    "written",
]

PATIENCE = 120_000  # ms: a bound for what never comes, not a measure
TUNE = """X:1
T:The Anvil
R:jig
M:6/8
L:1/8
K:G
|:GAB c2d|edc BAG|ABc ded|cAF G3:|
|:g2f gdB|c2e dBG|ABc dBG|AFD G3:|
"""

HELD_STREAM = """(() => {
  const fetched = window.fetch;
  const released = new Promise((done) => { window.releaseStream = done; });
  window.fetch = async (path, request) => {
    const response = await fetched(path, request);
    if (!String(path).endsWith("/stream") || !response.ok) return response;
    let bars = 0;
    const events = new TransformStream({
      transform: async (chunk, controller) => {
        for (const event of new TextDecoder().decode(chunk).split(/(?<=\\n\\n)/)) {
          if (bars >= 2) await released;
          bars += Number(event.startsWith("event: bar"));
          controller.enqueue(new TextEncoder().encode(event));
        }
      },
    });
    return new Response(response.body.pipeThrough(events), response);
  };
})()"""
"""Lets the first events of a stream pass, and holds the others until the page calls `releaseStream()`."""

Visit = Callable[..., Page]
"""Opens the studio in a fresh profile: `visit(path, **options of the browser's context)`."""


def compose(page: Page) -> str:
    """Press Compose and wait for the tune; its ABC."""
    page.get_by_role("button", name="Compose", exact=True).click()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0, timeout=PATIENCE)
    expect(written(page)).not_to_have_value("", timeout=PATIENCE)
    return written(page).input_value()


def bring(page: Page, abc: str = TUNE) -> str:
    """Give the studio a tune and open it at its address; its id. The site takes it from a file."""
    if page.locator("meta[http-equiv=Content-Security-Policy]").count():
        return opened_as_a_file(page, abc)
    answer = page.request.post("/api/v1/tunes/import", data={"abc": abc})
    assert answer.status == 201
    identity: str = answer.json()["id"]
    page.goto(f"/#tune={identity}")
    expect(written(page)).to_have_value(answer.json()["abc"])
    drawn(page, answer.json()["title"])
    return identity


def opened_as_a_file(page: Page, abc: str) -> str:
    """Open a tune in a page that is alone, and keep it; its id."""
    before = page.url
    file = {"name": "tune.abc", "mimeType": "text/vnd.abc", "buffer": abc.encode()}
    page.locator("input[type=file][multiple]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_url(lambda url: "#tune=" in url and url != before)
    drawn(page, title(page).input_value())
    return page.url.partition("#tune=")[2]


def drawn(page: Page, name: str) -> None:
    """Wait until the tune of this title is on the bench, and its score is drawn: not the one of before."""
    expect(title(page)).to_have_value(name)
    expect(page.locator(".drawing svg").first).to_have_attribute("aria-label", f"Score of {name}")
    expect(bars(page).first).to_be_attached()


def title(page: Page) -> Locator:
    """The title of the tune on the bench."""
    return page.get_by_label("Title of the tune", exact=True)


def bars(page: Page) -> Locator:
    """The bars of the score."""
    return page.get_by_role("listbox", name=re.compile("Bars")).get_by_role("option")


def pick(page: Page, first: int, last: int) -> None:
    """Pick bars of the score, counted from 1."""
    bars(page).nth(first - 1).click()
    if last != first:
        bars(page).nth(last - 1).click()


def written(page: Page) -> Locator:
    """The tune's text."""
    return page.get_by_role("textbox", name="ABC", exact=True)


def music(abc: str) -> list[str]:
    """The bars of the text, one after the other."""
    return [bar.strip() for bar in re.split(r"[:|\]]+", abc.partition("\nK:")[2].partition("\n")[2]) if bar.strip()]


def download(page: Page, words: str) -> bytes:
    """Ask for a file by the words of its button; its bytes."""
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download(timeout=3 * PATIENCE) as file:
        page.get_by_role("dialog", name="Download").get_by_role("button", name=words, exact=True).click()
    return file.value.path().read_bytes()


def tab_to(page: Page, role: Any, name: str) -> None:
    """Press Tab until the focus is there."""
    goal = page.get_by_role(role, name=name, exact=True)
    for _ in range(200):
        if goal.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no {role} {name!r} can be reached by Tab")
