"""For everybody: on a phone, by keyboard alone, with a screen reader, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.visiting import TUNE, Visit, bars, bring, compose, pick, tab_to, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"phone": (375, 812), "tablet": (768, 1024), "desk": (1440, 900)}


@pytest.mark.parametrize("size", SIZES)
def test_everything_fits_the_width(visit: Visit, size: str) -> None:
    width, height = SIZES[size]
    page = visit(viewport={"width": width, "height": height}, has_touch=size == "phone", is_mobile=size == "phone")
    compose_button = page.get_by_role("button", name="Compose", exact=True)
    expect(compose_button).to_be_in_viewport()
    compose(page)
    expect(page.locator(".drawing .lit").first).to_be_in_viewport()
    expect(page.get_by_role("button", name="Pause")).to_be_in_viewport()
    page.get_by_text("All options").click()
    page.get_by_role("button", name="Sound").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_fingers_find_every_button(visit: Visit) -> None:
    page = visit(viewport={"width": 375, "height": 812}, has_touch=True, is_mobile=True)
    bring(page)
    pick(page, 2, 3)
    small = page.evaluate("""[...document.querySelectorAll("button, select, input, summary, .chip")]
        .filter((one) => one.checkVisibility() && !one.closest(".chip, .check"))
        .map((one) => [one.textContent.trim() || one.ariaLabel || one.id, one.getBoundingClientRect()])
        .filter(([, { width, height }]) => width < 32 || height < 28)
        .map(([name, { width, height }]) => `${name}: ${width} by ${height}`)""")
    assert small == []


def test_by_keyboard_alone(visit: Visit) -> None:
    page = visit()
    bring(page)
    keyboard = page.keyboard
    page.get_by_role("radio", name="Jig", exact=True).focus()
    keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Reel", exact=True)).to_be_checked()
    tab_to(page, "button", "Compose")
    tab_to(page, "listbox", "Bars of the score: arrows pick one, Shift and arrows several")
    keyboard.press("ArrowRight")
    keyboard.press("Shift+ArrowRight")
    expect(page.get_by_text("Bars 2–3", exact=True)).to_be_visible()
    keyboard.press("Escape")
    expect(page.get_by_text("Bars 2–3", exact=True)).to_be_hidden()
    tab_to(page, "button", "Undo")
    for _ in range(4):
        keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Transpose", exact=True)).to_be_focused()
    keyboard.press("Enter")
    expect(page.get_by_role("button", name="To D major")).to_be_focused()
    keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="5 semitones down")).to_be_focused()
    keyboard.press("Escape")
    expect(page.get_by_role("button", name="Transpose", exact=True)).to_be_focused()
    keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Download")).to_be_focused()
    keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Download")).to_be_visible()
    keyboard.press("Escape")
    expect(page.get_by_role("button", name="Download")).to_be_focused()
    tab_to(page, "button", "Play")
    keyboard.press("Enter")
    expect(page.locator(".drawing .lit").first).to_be_attached()


def test_space_plays_and_control_z_undoes(visit: Visit) -> None:
    page = visit()
    bring(page)
    written(page).press("End")
    with page.expect_response("**/api/v1/check"):
        page.keyboard.type("A")
    page.get_by_role("heading", name="Compose a tune").click()  # away from the text
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_enabled()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(written(page)).to_have_value(TUNE.strip())
    page.keyboard.press("Control+Shift+z")
    expect(written(page)).not_to_have_value(TUNE.strip())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_that_axe_objects_to(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme, bypass_csp=True)  # axe itself is put in from outside
    page.add_script_tag(path=AXE)
    assert objections(page) == []
    bring(page)
    page.get_by_text("All options").click()
    page.get_by_role("button", name="Sound").click()
    written(page).fill(TUNE.replace("edc BAG", "edc BAGG"))
    expect(page.locator("#findings")).to_be_visible()
    bars(page).first.click()
    page.get_by_label("Title of a new tunebook").fill("Tunes of the Forge")
    page.get_by_role("button", name="Make", exact=True).click()
    page.locator("summary", has_text="Tunes of the Forge").first.click()
    page.get_by_role("button", name="More for The Anvil").first.click()
    assert objections(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Download", exact=True).click()
    assert objections(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Vary", exact=True).click()
    page.get_by_role("button", name="Compare with before").click()
    expect(page.get_by_text("differs.").first).to_be_visible()
    assert objections(page) == []


def objections(page: Page) -> list[str]:
    """What axe-core finds, one sentence each."""
    found = page.evaluate("axe.run().then(result => result.violations)")
    return [f"{v['id']}: {v['help']} ({', '.join(str(n['target']) for n in v['nodes'])})" for v in found]


def test_the_theme_is_chosen_and_remembered(visit: Visit) -> None:
    page = visit(color_scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Theme: as the system").click()
    page.get_by_role("button", name="Theme: light").click()
    expect(page.get_by_role("button", name="Theme: dark")).to_be_focused()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
