"""The site: the studio's page from a host that only hands out files, and then with no network at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.support import browsing
from tests.support.visiting import PATIENCE, TUNE, bars, download, music, pick, title, written
from tunesmith.benchmarks.browsers import served
from tunesmith.benchmarks.site_loading import KEPT, first_tune

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow]
SITE = Path(__file__).parents[2] / "build" / "site"
KEPT_NAMES = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
  return requests.map(({ url }) => url.split("/").at(-1));
}"""
STARTING = 6 * PATIENCE
"""Milliseconds in which the page may fetch and start Python on a machine with much other work."""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """The site in a phone's browser, kept there by its first visit; then the network is cut."""
    if browsing.executable() is None:
        pytest.skip("no chromium is installed (Debian: chromium-headless-shell)")
    if not (SITE / "index.html").is_file():
        pytest.skip("the site is not built (make site)")
    expect.set_options(timeout=STARTING)
    complaints: list[str] = []
    with browsing.chromium() as browser, served(SITE) as address:
        context = browser.new_context(viewport={"width": 375, "height": 800}, base_url=address)
        page = context.new_page()
        page.set_default_timeout(STARTING)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
        own = (address, "blob:", "data:")
        page.on("request", lambda asked: None if asked.url.startswith(own) else complaints.append(asked.url))
        page.goto("/")
        page.get_by_role("button", name="Compose", exact=True).click()
        expect(page.locator(".tunes li")).to_have_count(1)
        page.evaluate(KEPT, STARTING)
        context.set_offline(True)
        yield page
        context.close()
    assert complaints == []


def test_a_first_visit_fetches_nothing_that_not_everybody_needs(page: Page) -> None:
    kept: list[str] = page.evaluate(KEPT_NAMES)
    assert [name for name in kept if any(one in name for one in ("known", "flagship", "open."))] == ["known.js"]


def test_without_a_network_the_page_opens_with_its_tunes_and_composes_more(page: Page) -> None:
    before = written(page).input_value()
    page.reload()
    expect(written(page)).to_have_value(before)
    expect(page.get_by_role("alert")).to_have_text("")
    page.get_by_role("button", name="Compose", exact=True).click()
    expect(page.locator(".tunes li")).to_have_count(2)
    expect(written(page)).not_to_have_value(before)


def test_a_tune_is_opened_played_moved_and_downloaded(page: Page) -> None:
    chooser = page.locator("input[type=file][multiple]")
    chooser.set_input_files({"name": "anvil.abc", "mimeType": "text/vnd.abc", "buffer": TUNE.encode()})
    expect(title(page)).to_have_value("The Anvil")
    expect(bars(page)).to_have_count(8)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".band")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    assert download(page, "MIDI").startswith(b"MThd")
    page.get_by_role("button", name="Transpose").click()
    page.get_by_role("button", name="2 semitones up").click()
    expect(written(page)).to_have_value(re.compile(r"\nK:A\n"))


def test_bars_are_varied(page: Page) -> None:
    before = written(page).input_value()
    tunes = page.locator(".tunes li").count()
    pick(page, 2, 3)
    page.get_by_role("button", name="Vary", exact=True).click()
    expect(page.locator(".tunes li")).to_have_count(tunes + 1)
    expect(written(page)).not_to_have_value(before)
    old, new = music(before), music(written(page).input_value())
    assert [place for place in range(len(old)) if old[place] != new[place]] in ([1], [2], [1, 2])


def test_variations_are_made_to_choose_from(page: Page) -> None:
    page.get_by_role("button", name="Several to choose from", exact=True).click()
    dialog = page.get_by_role("dialog", name=re.compile("Other notes for bars"))
    expect(dialog.get_by_role("button", name="Choose number 1", exact=True)).to_be_visible()
    dialog.get_by_role("button", name="Close").click()


def test_a_score_is_downloaded_as_a_drawing(page: Page) -> None:
    assert download(page, "SVG drawing").startswith(b"<svg")


def test_known_tunes_are_compared_with_when_asked_and_from_then_on_without_a_network(page: Page) -> None:
    panel = page.get_by_role("region", name="How new it is")
    expect(panel).to_contain_text("this page fetches their index")
    panel.get_by_role("button", name="Compare").click()
    expect(panel).to_contain_text("not here yet; ask once more with a network")
    page.context.set_offline(False)
    panel.get_by_role("button", name="Compare").click()
    expect(panel).to_contain_text(re.compile(r"known tunes is|stands in any|also stands?"))
    page.context.set_offline(True)
    page.reload()
    expect(panel).to_contain_text(re.compile(r"known tunes is|stands in any|also stands?"))


def test_a_tunebook_is_downloaded_in_the_formats_that_are_made_here(page: Page) -> None:
    page.get_by_label("Title of a new tunebook").fill("Set")
    page.get_by_role("button", name="Make", exact=True).click()
    page.locator("summary", has_text="Set").click()
    page.get_by_role("button", name="Add the open tune").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="MIDI", exact=True).click()
    assert saved.value.path().read_bytes().startswith(b"MThd")
    expect(page.get_by_role("button", name="PDF", exact=True)).to_have_count(0)
    page.get_by_text("A file for each tune").click()
    page.get_by_label("Each tune as").select_option("musicxml")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download as ZIP").click()
    with ZipFile(saved.value.path()) as made:
        [name] = made.namelist()
        assert name.startswith("01-")
        assert made.read(name).startswith(b"<?xml")


def test_what_needs_a_studio_is_not_offered(page: Page) -> None:
    page.get_by_role("button", name="Download", exact=True).click()
    dialog = page.get_by_role("dialog", name="Download")
    expect(dialog).to_contain_text("made by a studio")
    expect(dialog.get_by_role("group", name="Film")).to_have_count(0)
    expect(dialog.get_by_role("button", name="MP3")).to_have_count(0)
    dialog.get_by_role("button", name="Close").click()


def test_all_tunes_are_saved_as_a_file_and_brought_back(page: Page) -> None:
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save all tunes…").click()
    lines = saved.value.path().read_text(encoding="utf-8").splitlines()
    first: dict[str, Any] = json.loads(lines[0])
    lines.append(json.dumps({**first, "id": "t_another", "title": "Brought back"}))
    chooser = page.locator("input[accept='.jsonl']")
    chooser.set_input_files({"name": "tunes.jsonl", "mimeType": "", "buffer": "\n".join(lines).encode()})
    expect(page.get_by_role("status").filter(has_text="1 tunes of tunes.jsonl are new here.")).to_be_attached()
    expect(page.locator(".tunes")).to_contain_text("Brought back")


def test_a_press_while_the_page_still_opens_its_last_tune_composes(page: Page) -> None:
    tunes = page.locator(".tunes li").count()
    first_tune(page, page.evaluate("location.origin"), tunes + 1)
    expect(page.locator(".tunes li")).to_have_count(tunes + 1)
    expect(page.get_by_role("alert")).to_have_text("")


LACKING = {
    "SIMD": "WebAssembly.validate = () => false;",
    "WebAssembly": "delete globalThis.WebAssembly;",
    "unpacking": "delete globalThis.DecompressionStream;",
}


@pytest.mark.parametrize("script", LACKING.values(), ids=LACKING.keys())
def test_a_browser_that_is_too_old_is_told_so(page: Page, script: str) -> None:
    browser = page.context.browser
    assert browser is not None
    with served(SITE) as address:
        context = browser.new_context(base_url=address)
        context.add_init_script(script)
        old = context.new_page()
        failures: list[str] = []
        old.on("pageerror", lambda error: failures.append(str(error)))
        old.goto("/")
        expect(old.get_by_role("alert")).to_contain_text("Tunesmith needs a browser of 2023 or later")
        assert old.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
        context.close()
    assert failures == []
