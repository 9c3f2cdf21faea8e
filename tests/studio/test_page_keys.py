"""By keys and by double clicks: what they do is what one expects, and the focus is never lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.visiting import TUNE, Visit, bars, bring, pick, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]


def focused(page: Page) -> str:
    """What has the focus: its name, or its kind."""
    found: str = page.evaluate("""() => { const { ariaLabel, textContent, tagName } = document.activeElement;
      return ariaLabel || (textContent.length < 40 && textContent.trim()) || tagName; }""")
    return found


def test_from_compose_to_play_in_few_stops(visit: Visit) -> None:
    page = visit()
    bring(page)
    page.get_by_role("button", name="Compose", exact=True).focus()
    stops = []
    for _ in range(3):
        page.keyboard.press("Tab")
        stops.append(focused(page))
    assert "Play" in stops


def test_lists_and_tools_are_one_stop_each(visit: Visit) -> None:
    page = visit()
    for name in ("Stop 1", "Stop 2", "Stop 3"):
        bring(page, TUNE.replace("The Anvil", name))
    count = """selector => [...document.querySelectorAll(selector)]
      .filter((one) => one.tabIndex >= 0 && one.checkVisibility()).length"""
    assert page.evaluate(count, "[role=toolbar] button") == 1
    assert page.evaluate(count, ".tunes button") == 1
    rows = page.locator(".tunes .open")
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Star Stop 2")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Star Stop 3")).to_be_focused()
    assert page.evaluate(count, ".tunes button") == 1
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Redo")).to_be_focused()


def test_space_plays_after_a_click_and_presses_after_a_key(visit: Visit) -> None:
    page = visit()
    bring(page)
    star = page.get_by_role("button", name="Star this tune")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(star).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(star).to_be_focused()
    page.keyboard.press("Space")
    expect(star).to_have_attribute("aria-pressed", "false")


def test_arrows_seek_by_bars(visit: Visit) -> None:
    page = visit()
    bring(page)
    page.get_by_role("heading", name="Compose a tune").click()
    place = page.get_by_label("Place in the tune")
    bar = 17.1 / 16  # of sixteen that are played
    for key, bars_on in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1)):
        page.keyboard.press(key)
        page.wait_for_function(
            "([input, place]) => Math.abs(input.valueAsNumber - place) < 0.15",
            arg=[place.element_handle(), bar * bars_on],
        )
    place.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([input, place]) => Math.abs(input.valueAsNumber - place) < 0.15", arg=[place.element_handle(), bar * 2]
    )


def keep(page: Page) -> None:
    written(page).fill(TUNE.replace("c2d", "c3"))
    page.get_by_role("button", name="Keep", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_hidden()


def let_bars_go(page: Page) -> None:
    pick(page, 2, 3)
    page.get_by_role("button", name="Clear", exact=True).press("Enter")
    expect(page.get_by_text("Bars 2–3", exact=True)).to_be_hidden()


def vary(page: Page) -> None:
    pick(page, 2, 3)
    page.get_by_role("button", name="Vary", exact=True).press("Enter")
    expect(page.get_by_text("Varied.", exact=False)).to_be_visible()


def delete(page: Page) -> None:
    page.get_by_role("button", name="More for The Anvil").first.press("Enter")
    page.get_by_role("button", name="Delete", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Put it back")).to_be_visible()


def put_back(page: Page) -> None:
    delete(page)
    page.get_by_role("button", name="Put it back").press("Enter")
    expect(page.get_by_role("button", name="Put it back")).to_be_hidden()


def undo_to_the_first(page: Page) -> None:
    written(page).fill(TUNE.replace("c2d", "c3"))
    page.get_by_role("button", name="Undo").press("Enter")
    expect(written(page)).to_have_value(TUNE.strip())


@pytest.mark.parametrize("lose", [keep, let_bars_go, vary, delete, put_back, undo_to_the_first])
def test_the_focus_never_falls_to_the_body(visit: Visit, lose: Callable[[Page], None]) -> None:
    page = visit()
    bring(page)
    lose(page)
    page.wait_for_function("() => document.activeElement && document.activeElement !== document.body")


def test_double_clicks_do_no_harm(visit: Visit) -> None:
    page = visit()
    bring(page)
    star = page.get_by_role("button", name="Star this tune")
    star.dblclick()
    expect(star).to_have_attribute("aria-pressed", "true")
    bars(page).nth(2).dblclick()
    expect(page.get_by_text("Bar 3", exact=True)).to_be_visible()
    page.get_by_label("Title of a new tunebook").fill("Twice")
    page.get_by_role("button", name="Make", exact=True).dblclick()
    expect(page.locator("summary", has_text="Twice")).to_have_count(1)
    page.get_by_role("button", name="Compose", exact=True).dblclick()
    expect(page.locator("p[role=status]").filter(has_text="Composed:")).to_be_attached()


SIZES = [(320, 640), (375, 812), (812, 375), (768, 1024), (1366, 768), (1440, 900), (2560, 1440)]


def test_score_and_text_are_in_sight_together_while_one_types(visit: Visit) -> None:
    page = visit()
    bring(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        expect(bars(page)).to_have_count(8)
        type_in_sight(page)


def type_in_sight(page: Page) -> None:
    """Type in the second part, see it in the score, and go back to the score."""
    text = written(page)
    text.click()
    text.evaluate("(area, place) => area.setSelectionRange(place, place)", TUNE.index("g2f"))
    page.keyboard.press("A")
    page.keyboard.press("Backspace")
    bar = page.locator(".bar.written")
    expect(bar).to_have_id("bar-5")
    expect(bar).to_be_in_viewport()
    seen = page.evaluate("""() => {
      const box = (selector) => document.querySelector(selector).getBoundingClientRect();
      const [text, score, player] = ["#abc", ".paper", ".player"].map(box);
      return Math.min(text.bottom, player.top) - Math.max(text.top, score.bottom);
    }""")
    assert seen > 40, page.viewport_size
    page.keyboard.press("Escape")
    expect(page.locator(".bar.written")).to_have_count(0)
    assert "Bars of the score" in focused(page)


def test_a_long_text_is_drawn_where_one_looks(visit: Visit) -> None:
    page = visit()
    bring(page)
    line = "|:GAB c2d|edc BAG|ABc ded|cAF G3|BGB c2d|edc BAG|ABc dBG|AFD G3:|\n"
    long = TUNE + line * 249
    text = written(page)
    text.evaluate(
        "(area, text) => { area.value = text; area.dispatchEvent(new InputEvent('input', { bubbles: true })); }", long
    )
    text.focus()
    text.evaluate("(area, place) => area.setSelectionRange(place, place)", len(long) // 2)
    page.keyboard.type("A")
    bar = page.locator(".bar.written")
    expect(bar).to_be_in_viewport()
    assert 900 < int(str(bar.get_attribute("id")).removeprefix("bar-")) < 1100
    page.evaluate("""() => { window.drawn = 0; new MutationObserver((all) => all.forEach(({ addedNodes }) =>
      addedNodes.forEach((node) => { if (node.nodeName === "svg") window.drawn += 1; })))
      .observe(document.querySelector(".score"), { childList: true, subtree: true }); }""")
    page.keyboard.type("B")
    page.wait_for_function("() => window.drawn > 0")
    assert page.evaluate("document.querySelectorAll('.drawing svg').length") < 12  # of 42 pieces
    assert bars(page).count() < 600
