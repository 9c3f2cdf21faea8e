"""What is kept, and what is carried away: history, tunebooks, files and links."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.support.visiting import PATIENCE, TUNE, Visit, bars, bring, compose, download, title, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]


def sheets(pdf: bytes) -> tuple[str, tuple[float, float]]:
    """All text of a PDF, and the size of its first page in points."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages), (pages[0].mediabox.width, pages[0].mediabox.height)


def test_history_survives_and_can_be_searched(visit: Visit) -> None:
    page = visit()
    abc = compose(page)
    name = title(page).input_value()
    page.get_by_role("button", name="Star this tune").click()
    expect(page.get_by_role("button", name="Star this tune")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(written(page)).to_have_value(abc)
    page.get_by_label("Search the kept tunes").fill(name)
    page.get_by_label("Starred only").check()
    expect(page.locator(".tunes > li")).to_have_count(1)
    expect(page.locator(".tunes > li")).to_contain_text(name)
    page.get_by_label("Search the kept tunes").fill("no tune is called this")
    expect(page.get_by_text("No tune fits.")).to_be_visible()


def test_a_tune_is_renamed_and_deleted(visit: Visit) -> None:
    page = visit()
    bring(page)
    title(page).fill("The Tongs")
    title(page).press("Enter")
    expect(page.get_by_role("button", name="More for The Tongs")).to_be_visible()
    expect(written(page)).to_have_value(TUNE.replace("The Anvil", "The Tongs").strip())
    page.get_by_role("button", name="More for The Tongs").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("button", name="More for The Tongs")).to_have_count(0)
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()


def test_a_tunebook_in_order_as_pdf_and_abc(visit: Visit) -> None:
    page = visit()
    for name in ("The Bellows", "The Anvil"):
        bring(page, TUNE.replace("The Anvil", name))
        page.get_by_label("Title of a new tunebook").fill("Sets of the Forge")
        if name == "The Bellows":
            page.get_by_role("button", name="Make", exact=True).click()
            page.locator("summary", has_text="Sets of the Forge").click()
        page.get_by_role("button", name="Add the open tune").click()
    rows = page.locator("details[open] ol .title")
    expect(rows).to_have_text(["The Bellows", "The Anvil"])
    page.locator("details[open]").get_by_role("button", name="More for The Anvil").click()
    page.get_by_role("button", name="Move up").click()
    expect(rows).to_have_text(["The Anvil", "The Bellows"])
    with page.expect_download(timeout=PATIENCE) as file:
        page.get_by_role("button", name="PDF", exact=True).click()
    assert file.value.suggested_filename == "Sets of the Forge.pdf"
    text, _ = sheets(file.value.path().read_bytes())
    assert 0 <= text.index("The Anvil") < text.index("The Bellows")
    with page.expect_download(timeout=PATIENCE) as file:
        page.get_by_role("button", name="ABC", exact=True).click()
    assert file.value.path().read_text().count("X:") == 2


FILES = {
    "PDF, to print": b"%PDF",
    "PNG picture": b"\x89PNG",
    "SVG drawing": b"<svg",
    "MP3": b"ID3",
    "M4A": b"ftyp",
    "Ogg": b"OggS",
    "WAV": b"RIFF",
    "FLAC": b"fLaC",
    "MP4, notes lit as they sound": b"ftyp",
    "MIDI": b"MThd",
    "ABC text": b"X:1",
    "MusicXML": b"<?xml",
    "MusicXML, compressed": b"PK",
}


def test_download_in_every_format(visit: Visit) -> None:
    page = visit()
    offered = page.request.get("/api/v1/choices").json()["formats"]
    bring(page, TUNE.replace("|\n|:", "|]\n%"))
    assert len(FILES) == len(offered)
    for words, mark in FILES.items():
        assert mark in download(page, words)[:64], words


def test_paper_fingering_and_the_sound_of_the_player(visit: Visit) -> None:
    page = visit(locale="de-DE")
    bring(page)
    page.get_by_role("button", name="Sound").click()
    page.get_by_label("Instrument", exact=True).select_option("Flute")
    page.get_by_label("Accompanied by chords").uncheck()
    bodies: list[dict[str, Any]] = []
    page.on("request", lambda r: bodies.append(r.post_data_json or {}) if r.url.endswith("/render") else None)
    a4, size = sheets(download(page, "PDF, to print"))
    assert size == pytest.approx((595.3, 841.9), abs=0.1)
    page.get_by_role("button", name="Download", exact=True).click()
    page.get_by_label("Paper of the PDF").select_option("US Letter")
    page.get_by_label("Fingering below the notes").select_option("Mandolin, tablature")
    page.keyboard.press("Escape")
    letter, size = sheets(download(page, "PDF, to print"))
    assert size == pytest.approx((612, 792), abs=0.1)
    assert sum(map(str.isdigit, letter)) > sum(map(str.isdigit, a4)) + 20  # frets
    assert b"flute" in json.dumps(bodies[-1]).encode()
    assert bodies[-1]["options"]["accompaniment"] == "none"


def test_a_link_holds_the_whole_tune(visit: Visit) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    bring(page)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied", exact=False)).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    other = visit("/#" + link.partition("/#")[2])
    expect(written(other)).to_have_value(written(page).input_value())
    expect(bars(other)).to_have_count(8)
    other.get_by_role("button", name="Keep", exact=True).click()
    expect(other.get_by_role("button", name="Keep", exact=True)).to_be_hidden()
    expect(other).to_have_url(re.compile("#tune="))
    assert other.url != page.url  # it is another tune, and the first one stays


def test_back_forward_and_reload_find_each_tune(visit: Visit) -> None:
    page = visit()
    bring(page)
    bring(page, TUNE.replace("The Anvil", "The Bellows"))
    page.go_back()
    expect(title(page)).to_have_value("The Anvil")
    page.reload()
    expect(title(page)).to_have_value("The Anvil")
    page.go_forward()
    expect(title(page)).to_have_value("The Bellows")


def test_ratings_are_remembered_and_exported_with_recipes(visit: Visit) -> None:
    page = visit()
    abc = compose(page)
    page.get_by_role("radio", name="I like it").check(force=True)
    page.reload()
    expect(page.get_by_role("radio", name="I like it")).to_be_checked()
    with page.expect_download() as file:
        page.get_by_role("button", name="Export 1 rating").click()
    [rated] = map(json.loads, file.value.path().read_text().splitlines())
    assert (rated["rating"], rated["of"], rated["abc"]) == (4, 5, abc)
    assert rated["recipe"]["seed"] is not None


def test_a_tunebook_is_played_through_as_a_set(visit: Visit) -> None:
    page = visit()
    short = TUNE.partition("|:GAB")[0] + "|:GAB c2d|edc G3:|\n"
    quick = short.replace("K:G", "Q:3/8=100\nK:G")
    ids = [bring(page, quick.replace("The Anvil", f"Set {n}")) for n in (1, 2)]
    assert page.request.post("/api/v1/tunebooks", data={"title": "A set", "tunes": ids}).ok
    page.reload()
    page.locator("summary", has_text="A set").first.click()
    page.locator("details[open]").get_by_role("button", name="Play through").click()
    expect(title(page)).to_have_value("Set 1")
    expect(page.get_by_role("button", name="End the set (1 of 2)")).to_be_visible()
    expect(title(page)).to_have_value("Set 2")
    expect(page.locator(".band")).to_be_visible()
    expect(page.get_by_role("button", name="End the set (2 of 2)")).to_be_hidden()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
