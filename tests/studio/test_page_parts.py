"""Parts on the page: several candidates, how far they go, locked bars, second parts, chords, a tune to follow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.visiting import PATIENCE, Visit, bring, music, pick, written

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]


def choose(page: Page, title: str, number: int) -> str:
    """Choose one of the candidates in a dialog, and wait until it lies on the bench; its text."""
    dialog = page.get_by_role("dialog", name=title)
    expect(dialog.get_by_role("button", name=re.compile("^Choose number"))).not_to_have_count(0)
    before = written(page).input_value()
    dialog.get_by_role("button", name=f"Choose number {number}").click()
    expect(dialog).to_be_hidden()
    expect(written(page)).not_to_have_value(before)
    return written(page).input_value()


def redraw(page: Page, score: Locator) -> None:
    """Make the window narrower, and wait until a score is drawn again."""
    old = score.locator("path").first.element_handle()
    page.set_viewport_size({"width": 800, "height": 800})
    page.wait_for_function("(path) => !path.isConnected", arg=old)


def violations(page: Page) -> list[str]:
    """The rules of axe-core that the page breaks."""
    found: list[str] = page.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))")
    return found


def test_a_tune_is_worked_on_part_by_part(visit: Visit) -> None:
    page = visit(bypass_csp=True)  # axe itself is put in from outside
    page.add_script_tag(path=AXE)
    bring(page)
    old = music(written(page).input_value())

    pick(page, 2, 3)
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_role("button", name="Unlock")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("option", name="Bar 2, locked")).to_be_attached()
    page.get_by_role("button", name="Vary", exact=True).click()
    expect(page.get_by_text("All of these bars are locked.")).to_be_visible()
    page.get_by_role("button", name="Clear").click()

    pick(page, 1, 4)
    page.get_by_label(re.compile("How far")).fill("0")
    page.get_by_role("button", name="Several to choose from", exact=True).click()
    dialog = page.get_by_role("dialog", name="Other notes for bars 1–4")
    assert violations(page) == []
    dialog.get_by_role("button", name="Play number 1").click()
    expect(dialog.get_by_role("button", name="Stop number 1")).to_be_visible()
    redraw(page, dialog.get_by_role("img", name="Score of number 1"))
    expect(dialog.get_by_role("button", name="Stop number 1")).to_be_visible()
    page.keyboard.press("Escape")
    several = page.get_by_role("button", name="Several to choose from", exact=True)
    expect(several).to_be_focused()
    page.keyboard.press("Enter")
    new = music(choose(page, "Other notes for bars 1–4", 1))
    assert new[1:3] == old[1:3]  # what is locked stays
    assert new[4:] == old[4:]
    assert new != old
    expect(page.get_by_role("option", name="Bar 2, locked")).to_be_attached()  # and is locked in what was made of it
    expect(page.get_by_text("Varied.")).to_be_visible()

    page.get_by_role("button", name="Second part").click()
    text = choose(page, "A second part for this one", 1)
    assert [bar.replace(" ", "") for bar in music(text)[:4]] == [bar.replace(" ", "") for bar in new[:4]]
    expect(page.get_by_text("AABB", exact=True)).to_be_visible()
    assert len(music(text)) == 8


def test_several_new_tunes_are_heard_and_those_chosen_are_kept(visit: Visit) -> None:
    page = visit(bypass_csp=True)
    page.add_script_tag(path=AXE)
    page.get_by_role("button", name="Compose several to choose from").click()
    dialog = page.get_by_role("dialog", name="New tunes to choose from")
    expect(dialog.get_by_role("button", name=re.compile("^Keep number"))).to_have_count(4, timeout=3 * PATIENCE)
    assert violations(page) == []
    dialog.get_by_role("button", name="Play number 2").click()
    expect(dialog.get_by_role("button", name="Stop number 2")).to_be_visible()
    for number in (1, 3):
        dialog.get_by_role("button", name=f"Keep number {number}").click()
        expect(dialog.get_by_role("button", name=f"Kept number {number}")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".tunes > li")).to_have_count(2)
    expect(page.locator(".tunes > li").first.locator(".open")).to_have_attribute("aria-current", "true")
    expect(written(page)).not_to_have_value("")


def test_chords_are_read_and_changed_bar_by_bar_and_a_tune_follows(visit: Visit) -> None:
    page = visit(bypass_csp=True)
    page.add_script_tag(path=AXE)
    bring(page)
    page.get_by_text("Chords, bar by bar").click()
    field = page.get_by_label("Chords of bar 2", exact=True)
    field.fill("Em  D7")
    field.press("Enter")
    expect(written(page)).to_have_value(re.compile(r'\|"Em"edc "D7"BAG\|'))
    expect(field).to_have_value("Em D7")
    field.fill("loud")
    field.press("Enter")
    expect(page.get_by_text("must be chord symbols such as")).to_be_visible()
    expect(field).to_have_value("Em D7")
    page.get_by_role("button", name="Keep", exact=True).click()

    page.get_by_text("On an instrument").click()
    page.get_by_text("A tune to follow").click()
    expect(page.get_by_text("to play", exact=False).first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="D major", exact=True).click()
    expect(written(page)).to_have_value(re.compile(r"^K:D$", re.MULTILINE))
    expect(written(page)).to_have_value(re.compile(r"^M:6/8$", re.MULTILINE))
    page.get_by_role("button", name="Make a set of both").click()
    expect(page.get_by_text("The Anvil / ")).to_be_visible()
    page.get_by_text("The Anvil / ").click()
    with page.expect_download() as file:
        page.get_by_role("button", name="MIDI", exact=True).click()
    assert file.value.path().read_bytes().startswith(b"MThd")


def test_a_tune_is_composed_to_chords(visit: Visit) -> None:
    page = visit()
    page.get_by_text("All options").click()
    page.get_by_label("Chords to compose to").fill("G | C | D7 | G")
    page.get_by_label("Play each tune when it is finished").uncheck()
    page.get_by_role("button", name="Compose", exact=True).click()
    expect(written(page)).to_have_value(re.compile('"G".*"C".*"D7"', re.DOTALL))
    symbols = re.findall(r'"([^"]+)"', written(page).input_value())
    assert symbols[:4] == ["G", "C", "D7", "G"]
    assert set(symbols) == {"G", "C", "D7"}
