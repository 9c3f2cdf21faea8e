"""A tunebook of many tunes that somebody brings along: kept, shown, played through, carried away."""

from __future__ import annotations

import re
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.visiting import TUNE, Visit, drawn, pick, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]
TUNES = 20


def bring_book(page: Page) -> None:
    """Open a file of many tunes, and keep them all in a tunebook."""
    text = "\n".join(TUNE.replace("X:1\nT:The Anvil", f"X:{n}\nT:Tune {n} of the class") for n in range(1, TUNES + 1))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open files…").click()
    chooser.value.set_files({"name": "Friday class.abc", "mimeType": "text/vnd.abc", "buffer": text.encode()})
    held: list[Route] = []
    page.route("**/api/v1/tunes/import", lambda route: held.append(route), times=1)
    page.get_by_role("button", name="Keep all").click()
    expect(page.get_by_text(re.compile(rf"Keeping \d+ of {TUNES}…"))).to_be_visible()
    held[0].continue_()
    expect(page.get_by_text(f"Kept {TUNES} tunes in the tunebook")).to_be_visible()


def test_a_book_is_kept_opened_played_and_carried_away(visit: Visit) -> None:
    page = visit(viewport={"width": 1366, "height": 768})
    bring_book(page)
    summary = page.locator("summary", has_text="Friday class")
    expect(summary).to_be_focused()
    book = page.locator("details", has=summary)
    expect(book.get_by_role("listitem")).to_have_count(TUNES)
    expect(book.get_by_role("button", name="Play through")).to_be_in_viewport()

    page.get_by_label("Search the kept tunes").fill("Tune 17")
    expect(page.locator(".tunes > li")).to_have_count(1)
    expect(book.get_by_role("listitem")).to_have_count(TUNES)
    page.get_by_label("Search the kept tunes").fill("")
    expect(page.locator(".tunes > li")).to_have_count(TUNES)

    stops = "ol => [...ol.querySelectorAll('button')].filter((one) => one.tabIndex >= 0).length"
    assert book.locator("ol").evaluate(stops) == 1
    book.locator(".open").nth(15).click()
    drawn(page, "Tune 16 of the class")
    expect(page.locator(".paper .drawing").first).to_be_in_viewport()

    book.get_by_role("button", name="Play through").click()
    expect(page.get_by_role("button", name=f"End the set (1 of {TUNES})")).to_be_visible()
    drawn(page, "Tune 1 of the class")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.get_by_label("Place in the tune").evaluate("place => place.clientWidth") > 150
    assert page.locator("#player .soft").first.evaluate("time => time.getClientRects().length") == 1
    page.set_viewport_size({"width": 1366, "height": 768})
    book.locator(".open").nth(4).click()
    drawn(page, "Tune 5 of the class")
    expect(page.get_by_role("button", name=re.compile("End the set"))).to_be_hidden()

    page.context.route("**/render/mid*", lambda route: route.fulfill(status=200, body="MThd"))
    with page.expect_download():
        book.get_by_role("button", name="MIDI").click()


def test_keys_of_a_set_are_looked_at_and_moved_together(visit: Visit) -> None:
    page = visit()
    names = {"G": "The Bellows", "Bb": "The Tongs"}
    texts = [TUNE.replace("The Anvil", name).replace("K:G", f"K:{key}") for key, name in names.items()]
    ids = [page.request.post("/api/v1/tunes/import", data={"abc": abc}).json()["id"] for abc in texts]
    page.request.post("/api/v1/tunebooks", data={"title": "A set", "tunes": ids})
    page.reload()
    page.locator("summary", has_text="A set").click()
    page.get_by_text("Keys", exact=True).click()
    expect(page.get_by_text("The Tongs: B♭ major, far from the one before")).to_be_visible()
    expect(page.get_by_text("1 of the keys is far from the one before.")).to_be_visible()
    page.get_by_label("All together, with the first tune in").select_option("D major")
    page.get_by_role("button", name="Transpose all").click()
    moved = page.locator("details[open]", has=page.locator("summary", has_text="A set, in D"))
    expect(moved.locator("summary").first).to_be_focused()
    expect(moved.locator(".open")).to_contain_text(["D major", "F major"])

    moved.locator(".open").first.click()
    drawn(page, "The Bellows")
    page.get_by_role("button", name="Transpose", exact=True).click()
    page.get_by_role("button", name="To A major").click()
    expect(written(page)).to_have_value(re.compile("^K:A$", re.MULTILINE))


def test_files_of_a_book_say_that_they_take_long_and_hold_each_tune(visit: Visit) -> None:
    page = visit(viewport={"width": 375, "height": 812})
    bring_book(page)
    book = page.locator("details", has=page.locator("summary", has_text="Friday class"))
    held: list[Route] = []
    page.context.route("**/render/pdf*", lambda route: held.append(route))
    book.get_by_role("button", name="PDF").click()
    waiting = page.get_by_text(f"Making a file of {TUNES} tunes.", exact=False)
    expect(waiting).to_be_visible()
    expect(book.get_by_role("button", name="MP3")).to_have_attribute("aria-disabled", "true")
    with page.expect_download():
        held[0].fulfill(status=200, body="%PDF")
    expect(waiting).to_be_hidden()

    book.get_by_text("A file for each tune").click()
    kind, make = book.get_by_label("Each tune as"), book.get_by_role("button", name="Download as ZIP")
    expect(kind).to_have_value("mp3")
    page.context.route("**/files/mp3*", lambda _: None)
    make.click()
    expect(page.get_by_text(f"Making {TUNES} files, one for each tune.", exact=False)).to_be_visible()
    book.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped.")).to_be_visible()
    kind.select_option("mid")
    with page.expect_download() as file:
        make.click()
    assert file.value.suggested_filename == "Friday class.zip"
    with ZipFile(file.value.path()) as made:
        assert len(made.namelist()) == TUNES
        assert made.namelist()[0] == "01-Tune-1-of-the-class.mid"
        assert made.read("20-Tune-20-of-the-class.mid").startswith(b"MThd")


def test_what_can_be_done_with_picked_bars_is_in_sight(visit: Visit) -> None:
    page = visit(viewport={"width": 1366, "height": 600})
    page.request.post("/api/v1/tunes/import", data={"abc": TUNE + TUNE.partition("K:G\n")[2] * 4})
    page.reload()
    page.locator(".tunes .open").first.click()
    drawn(page, "The Anvil")
    pick(page, 1, 2)
    vary = page.get_by_role("button", name="Vary", exact=True)
    expect(vary).to_be_in_viewport()
    lower = vary.evaluate("button => button.getBoundingClientRect().bottom")
    assert lower <= page.locator("#player").evaluate("player => player.getBoundingClientRect().top")
