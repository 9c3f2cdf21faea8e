"""The score on screens of every width: whole lines of bars that fit, light and dark."""

from __future__ import annotations

from io import BytesIO
from itertools import groupby

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.support.visiting import TUNE, Visit, bars, bring, title, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]

SCREENS = {
    320: (640, 2),
    375: (812, 2),
    768: (1024, 4),
    1024: (768, 4),
    1366: (768, 4),
    1440: (900, 4),
    1920: (1080, 4),
    2560: (1440, 4),
}
"""Widths of screens, with their heights and how many bars go on a line of an ordinary tune."""
JIG = """X:1
T:The Long Anvil
R:jig
M:6/8
L:1/8
K:G
|:GAB c2d|edc BAG|ABc ded|cAF G2 A|BGB c2d|edc BAG|ABc dBG|AFD G3:|
|:g2f gdB|c2e dBG|ABc dBG|AFD D2 f|gfg agf|gdB cBA|GAB dBG|AFD G3:|
"""
CROWDED = """X:1
T:Demisemiquavers
M:4/4
L:1/32
K:Eb
^G=A_Bc ^de=f^g ^a=b_c'd ^e=fg^a ^G=A_Bc ^de=f^g ^a=b_c'd ^e=fg^a|E16 e16|]
"""


COUNT_DRAWINGS = """
  window.drawings = 0;
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes.filter(({ target }) => target.closest?.(".drawing"))) {
      window.drawings += [...addedNodes].filter(({ tagName }) => tagName === "svg").length;
    }
  }).observe(document, { childList: true, subtree: true });
"""


def lines(page: Page) -> list[int]:
    """How many bars each line of the score has, pickups included."""
    tops = page.locator(".bars [role=option]").evaluate_all("bars => bars.map((bar) => bar.style.top)")
    return [len(list(line)) for _, line in groupby(tops)]


def cut_off(page: Page) -> float:
    """How many pixels of the music lie beyond the right edge of its paper."""
    beyond: float = page.evaluate("""() => {
      const right = document.querySelector(".score").getBoundingClientRect().right;
      return Math.max(...[...document.querySelectorAll(".drawing path")]
        .map((path) => path.getBoundingClientRect().right)) - right;
    }""")
    return beyond


def test_a_tune_has_as_many_bars_a_line_as_fit(visit: Visit) -> None:
    page = visit()
    bring(page, JIG)
    for width, (height, most) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        expect(bars(page)).to_have_count(16)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert lines(page) == [most] * (16 // most), (width, scheme)
            assert cut_off(page) <= 1, (width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)


def test_a_bar_that_is_too_wide_for_a_line_is_drawn_smaller_after_a_few_trials(visit: Visit) -> None:
    page = visit(viewport={"width": 320, "height": 640}, script=COUNT_DRAWINGS)
    bring(page, CROWDED)
    expect(bars(page)).to_have_count(2)
    assert 1 <= page.evaluate("drawings") <= 40  # some each time that it is drawn, not a thousand
    assert lines(page) == [1, 1]
    assert cut_off(page) <= 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_part_that_may_go_on_has_as_many_bars_a_line(visit: Visit) -> None:
    page = visit(viewport={"width": 375, "height": 812})
    bring(page, JIG.replace(":|", "|").replace("|:", ""))
    for width in (375, 1366):
        height, most = SCREENS[width]
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        expect(bars(page)).to_have_count(16)
        assert lines(page) == [most] * (16 // most), width
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_a_phone_leaves_room_for_the_title_and_for_the_score(visit: Visit) -> None:
    page = visit(viewport={"width": 375, "height": 812})
    bring(page, JIG)
    bars(page).nth(2).click()
    picked = page.get_by_role("button", name="Vary", exact=True).locator("xpath=..")
    expect(picked.get_by_role("button", name="Show it in the text")).to_be_visible()
    for width, height, most in ((375, 812, 270), (320, 640, 320)):
        page.set_viewport_size({"width": width, "height": height})
        assert picked.evaluate("tools => tools.clientHeight") < most, width
    written(page).fill(JIG + "w:a\n")
    expect(page.get_by_role("button", name="Keep as a new tune")).to_be_visible()
    assert title(page).evaluate("title => title.clientWidth") >= 0.75 * 320
    assert title(page).evaluate("title => getComputedStyle(title).overflowY") == "hidden"  # it grows instead


def test_no_width_between_draws_one_bar_to_a_line(visit: Visit) -> None:
    page = visit()
    bring(page, JIG)
    for width in (1348, 1360, 1375, 1710):
        page.set_viewport_size({"width": width, "height": 900})
        page.reload()
        expect(bars(page)).to_have_count(16)
        assert lines(page) == [4, 4, 4, 4], width


PICKUPS = {
    "before the repeat": "D |: GAB c2d | edc BAG | ABc ded | cAF G2 D :|",
    "inside the repeat": "|: D | GAB c2d | edc BAG | ABc ded | cAF G2 :|",
    "before each part": "D |: GAB c2d | edc BAG | ABc ded | cAF G2 :| d |: g2f gdB | c2e dBG | ABc dBG | AFD G2 :|",
    "inside each part": "|: D | GAB c2d | edc BAG | ABc ded | cAF G2 :: d | g2f gdB | c2e dBG | ABc dBG | AFD G2 :|",
    "of a triplet": "(3DEF |: GAB c2d | edc BAG | ABc ded | cAF G3 :|",
}


def test_a_pickup_has_no_line_of_its_own(visit: Visit) -> None:
    page = visit()
    for where, music in PICKUPS.items():
        bring(page, TUNE.partition("|:")[0].replace("The Anvil", where) + music + "\n")
        count = 10 if "each" in where else 5
        expect(bars(page)).to_have_count(count)
        assert lines(page) == [5] * (count // 5), where


def test_paper_gets_the_music_alone(visit: Visit) -> None:
    page = visit(color_scheme="dark")
    bring(page, JIG)
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    assert len(sheets) == 1
    text = sheets[0].extract_text()
    assert "The Long Anvil" in text
    assert "Jig" in text
    for control in ("Compose", "Undo", "Kept tunes", "Play", "Pick bars"):
        assert control not in text
    assert lines(page) == [4, 4, 4, 4]  # the screen shows what it showed


def test_a_long_tune_is_printed_whole_and_no_line_is_cut(visit: Visit) -> None:
    page = visit()
    bring(page)
    written(page).fill(JIG + "|:BGB c2d|edc BAG|ABc dBG|AFD G3|GAB c2d|edc BAG|ABc ded|cAF G3:|\n" * 16)
    expect(bars(page).nth(50)).to_be_attached()
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    assert len(sheets) >= 3


def test_the_note_that_sounds_has_a_band_over_its_staff(visit: Visit) -> None:
    page = visit()
    bring(page)
    page.get_by_label("Place in the tune").fill("0.1")
    page.get_by_role("button", name="Play", exact=True).click()
    band = page.locator(".band")
    expect(band).to_be_in_viewport()
    box, staff = band.bounding_box(), page.locator(".abcjs-staff").first.bounding_box()
    assert box is not None
    assert staff is not None
    assert box["height"] > 1.5 * staff["height"]
    assert box["width"] > 18


def test_tablature_stands_below_the_staff(visit: Visit) -> None:
    page = visit()
    bring(page, JIG)
    tablature, frets = page.get_by_label("Tablature"), page.locator(".abcjs-tabNumber")
    for strings in ("Fiddle", "Guitar in DADGAD", "Ukulele, low G"):
        tablature.select_option("")
        expect(frets).to_have_count(0)
        tablature.select_option(strings)
        expect(frets.first).to_be_attached()
        assert lines(page) == [4, 4, 4, 4], strings
        chosen = tablature.input_value()
        page.reload()
        expect(tablature).to_have_value(chosen)
