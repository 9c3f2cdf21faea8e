"""Opening what people bring along: an empty page, files, what is dropped and pasted, whole tunebooks."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.visiting import TUNE, Visit, bars, drawn, title, written
from tunesmith.rendering import render

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]

BOOK = "M:6/8\nL:1/8\n\n" + "\n\n".join(
    f"X:{n}\nT:Báirneach {n}\nR:jig\nK:{key}\n|:GAB c2d|edc BAG|ABc ded|cAF G3:|" for n, key in enumerate("GDAC", 1)
)


def choose(page: Page, *files: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open files…").click()
    chooser.value.set_files(files)


def put(tmp_path: Path, name: str, content: bytes) -> Path:
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def test_a_tune_is_written_on_an_empty_page(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Write a tune").click()
    expect(written(page)).to_be_focused()
    page.keyboard.type("GAB c2d|edc G3|]")
    expect(bars(page)).to_have_count(2)
    expect(title(page)).to_have_value("Untitled")
    title(page).fill("Mine")
    title(page).press("Enter")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("button", name="More for Mine").first).to_be_visible()


def test_a_file_of_one_tune_is_opened(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    choose(page, put(tmp_path, "anvil.abc", TUNE.replace("\n", "\r\n").encode()))
    expect(title(page)).to_have_value("The Anvil")
    expect(bars(page)).to_have_count(8)
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()


def test_an_old_file_of_windows_keeps_its_accents(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    choose(page, put(tmp_path, "old.abc", TUNE.replace("The Anvil", "Paddy’s Ríl – €5").encode("windows-1252")))
    expect(title(page)).to_have_value("Paddy’s Ríl – €5")


def test_each_tune_of_a_book_is_listed_and_kept(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    broken = "\n\nX:5\nT:No music\nK:G\n"
    choose(page, put(tmp_path, "Beach.abc", (BOOK + broken).encode()))
    listed = page.get_by_role("dialog", name="5 tunes in Beach")
    expect(listed.get_by_role("listitem")).to_have_count(5)
    listed.get_by_role("button", name="Keep all").click()
    expect(listed.locator(".problem")).to_have_count(1)
    expect(listed.get_by_text("kept", exact=True)).to_have_count(4)
    expect(listed.get_by_role("listitem").nth(4).locator(".problem")).not_to_be_empty()
    listed.get_by_role("button", name="Close").last.click()
    [book] = [b for b in page.request.get("/api/v1/tunebooks").json()["tunebooks"] if b["title"] == "Beach"]
    tunes = [page.request.get(f"/api/v1/tunes/{identity}").json() for identity in book["tunes"]]
    assert [tune["title"] for tune in tunes] == [f"Báirneach {n}" for n in (1, 2, 3, 4)]
    assert {tune["meter"] for tune in tunes} == {"6/8"}
    expect(page.locator("summary", has_text="Beach")).to_be_visible()


def test_what_cannot_be_opened_is_said_to_be_so(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    choose(page, put(tmp_path, "song.mid", b"MThd\x00\x00\x00\x06"), put(tmp_path, "anvil.abc", TUNE.encode()))
    expect(page.get_by_role("alert")).to_contain_text("song.mid cannot be opened")
    expect(title(page)).to_have_value("The Anvil")
    choose(page, put(tmp_path, "letter.txt", b"Dear Sir,"))
    expect(page.get_by_role("alert")).to_contain_text("There is no tune in ABC in letter")


OTHERS = {"one.musicxml": "musicxml", "two.xml": "musicxml", "three.mxl": "mxl", "four.mid": "mid"}
"""Files of other programs, and their formats."""


@pytest.mark.parametrize("dropped", [False, True], ids=["chosen", "dropped"])
def test_files_of_other_programs_are_opened(visit: Visit, tmp_path: Path, *, dropped: bool) -> None:
    page = visit()
    for name, kind in OTHERS.items():
        content = render(TUNE.replace("The Anvil", f"The Anvil {name}"), kind)
        if dropped:
            page.evaluate(DROP, [list(content), name])
        else:
            choose(page, put(tmp_path, name, content))
        drawn(page, f"The Anvil {name}")
        expect(bars(page)).to_have_count(8)


DROP = """([content, name]) => {
  const data = new DataTransfer();
  const bytes = typeof content === "string" ? content : new Uint8Array(content);
  if (name) data.items.add(new File([bytes], name));
  else data.setData("text/plain", content);
  const how = { dataTransfer: data, bubbles: true, cancelable: true };
  for (const kind of ["dragover", "drop"]) document.querySelector("h1").dispatchEvent(new DragEvent(kind, how));
}"""
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("name", ["anvil.abc", ""])
def test_files_and_text_are_dropped_on_the_page(visit: Visit, name: str) -> None:
    page = visit()
    page.evaluate(DROP, [TUNE, name])
    expect(title(page)).to_have_value("The Anvil")
    expect(bars(page)).to_have_count(8)


def test_a_book_is_pasted_on_the_page(visit: Visit) -> None:
    page = visit()
    page.evaluate(PASTE, BOOK)
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(4)
    page.get_by_role("button", name="Open Báirneach 2").click()
    expect(title(page)).to_have_value("Báirneach 2")
    expect(page.locator(".heading li").nth(2)).to_have_text("6/8")
