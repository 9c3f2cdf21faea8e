"""The page in a real browser, on a real studio: what a musician does with it, and that it asks no other host."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from support import browsing, serving
from tunesmith.studio import static

pytestmark = [pytest.mark.xdist_group("page"), pytest.mark.slow]

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 20_000  # ms, for a machine with much other work
TUNE = """X:1
T:The Anvil
R:jig
M:6/8
L:1/8
K:G
|:GAB c2d|edc BAG|ABc ded|cAF G3:|
|:g2f gdB|c2e dBG|ABc dBG|AFD G3:|
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not (static.PAGE / "index.html").is_file():
        pytest.skip("the page is not built (make studio)")
    with serving.studio(tmp_path_factory.mktemp("studio")) as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if browsing.executable() is None:
        pytest.skip("no chromium is installed (Debian: chromium)")
    with browsing.chromium() as browser:
        yield browser


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, studio: str) -> Iterator[Visit]:
    """Opens the studio in a fresh profile; afterwards nothing may have gone wrong or out to another host."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(page: Page) -> None:
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("request", lambda request: complaints.append(request.url) if foreign(request.url, studio) else None)

    def opened(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=studio, **{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        context.on("page", listen)
        page = context.new_page()
        page.goto(path)
        expect(page.get_by_role("radio", name="Reel", exact=True)).to_be_attached(timeout=PATIENCE)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def foreign(url: str, studio: str) -> bool:
    """Whether a request leaves the studio; what a page holds in itself goes nowhere."""
    return urlsplit(url).scheme not in ("data", "blob") and not url.startswith(studio + "/")


def compose(page: Page) -> str:
    """Press Compose and wait for the tune; its ABC."""
    page.get_by_role("button", name="Compose", exact=True).click()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0, timeout=PATIENCE)
    expect(written(page)).not_to_have_value("", timeout=PATIENCE)
    return written(page).input_value()


def bring(page: Page, abc: str = TUNE) -> None:
    """Give the studio a tune and open it from the list."""
    answer = page.request.post("/api/v1/tunes/import", data={"abc": abc})
    assert answer.status == 201
    page.reload()
    page.locator(".kept").get_by_role("button", name=answer.json()["title"]).first.click()
    expect(bars(page).first).to_be_attached(timeout=PATIENCE)


def bars(page: Page) -> Locator:
    return page.get_by_role("listbox", name=re.compile("Bars")).get_by_role("option")


def written(page: Page) -> Locator:
    """The tune's text."""
    return page.get_by_role("textbox", name="ABC", exact=True)


def music(abc: str) -> list[str]:
    """The bars of the text, one after the other."""
    return [bar.strip() for bar in re.split(r"[:|\]]+", abc.partition("\nK:")[2].partition("\n")[2]) if bar.strip()]


def test_first_visit_to_first_sound(visit: Visit) -> None:
    page = visit()
    with (
        page.expect_response(re.compile(r"/samples/violin-mp3/")) as melody,
        page.expect_response(re.compile(r"/samples/acoustic_guitar_steel-mp3/")) as chords,
    ):
        compose(page)
    assert melody.value.ok
    assert chords.value.ok
    expect(page.locator(".drawing .lit").first).to_be_attached(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    place = page.get_by_label("Place in the tune")
    page.wait_for_function("input => input.valueAsNumber > 0.3", arg=place.element_handle())
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_composing_can_be_stopped(visit: Visit) -> None:
    page = visit()
    page.route("**/api/v1/tunes/stream", lambda _: None)  # an answer that never comes
    page.get_by_role("button", name="Compose", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Compose", exact=True)).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Stopped.")).to_be_visible()


def test_score_follows_the_text_and_findings_stand_at_their_place(visit: Visit) -> None:
    page = visit()
    bring(page)
    expect(bars(page)).to_have_count(8)
    abc = written(page)
    abc.fill(TUNE.replace("ABc dBG|", "ABc dBGA|Bcd efg|"))
    expect(bars(page)).to_have_count(9)
    finding = page.locator("#findings").get_by_text("Line 8, column 19")
    expect(finding).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("option", name="Bar 7, has findings")).to_be_attached()
    finding.click()
    assert page.evaluate("document.activeElement.selectionStart") == TUNE.index("ABc dBG|")
    page.get_by_role("button", name="Undo").click()
    expect(bars(page)).to_have_count(8)
    page.get_by_role("button", name="Redo").click()
    expect(bars(page)).to_have_count(9)


def test_unreadable_text_is_said_to_be_so(visit: Visit) -> None:
    page = visit()
    bring(page)
    written(page).fill("no music at all")
    expect(page.locator("#findings li")).not_to_have_count(0, timeout=PATIENCE)


def test_vary_bars_and_compare(visit: Visit) -> None:
    page = visit()
    bring(page)
    bars(page).nth(4).click()
    bars(page).nth(6).click()
    expect(page.get_by_text("Bars 5–7", exact=True)).to_be_visible()
    page.get_by_role("button", name="Vary", exact=True).click()
    expect(page.get_by_text("Varied", exact=False)).to_be_visible(timeout=PATIENCE)
    varied = written(page).input_value()
    assert music(varied)[:4] == music(TUNE)[:4]
    assert music(varied)[-1] == music(TUNE)[-1]
    page.get_by_role("button", name="Compare with before").click()
    dialog = page.get_by_role("dialog", name="Side by side")
    expect(dialog.get_by_role("img")).to_have_count(2)
    dialog.get_by_role("button", name="Play").first.click()
    expect(dialog.locator(".lit").first).to_be_attached(timeout=PATIENCE)
    dialog.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()
    assert music(written(page).input_value()) == music(TUNE)


def test_continue_a_tune(visit: Visit) -> None:
    page = visit()
    bring(page)
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_text("Continued", exact=False)).to_be_visible(timeout=PATIENCE)
    assert bars(page).count() > 8


def test_write_chords(visit: Visit) -> None:
    page = visit()
    bring(page)
    page.get_by_role("button", name="Write chords").click()
    expect(page.locator(".drawing .abcjs-chord").first).to_be_attached(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Write chords")).to_be_hidden()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()


def test_loop_bars(visit: Visit) -> None:
    page = visit()
    bring(page)
    bars(page).nth(2).click()
    page.get_by_role("button", name="Loop", exact=True).click()
    expect(page.get_by_text("Looping bar 3")).to_be_visible()
    expect(page.locator(".bar.playing")).to_have_id("bar-3", timeout=PATIENCE)
    page.get_by_role("button", name="End loop").click()
    expect(page.get_by_text("Looping bar 3")).to_be_hidden()


def test_history_survives_and_can_be_searched(visit: Visit) -> None:
    page = visit()
    abc = compose(page)
    title = page.get_by_label("Title of the tune", exact=True).input_value()
    page.get_by_role("button", name="Star this tune").click()
    expect(page.get_by_role("button", name="Star this tune")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(written(page)).to_have_value(abc, timeout=PATIENCE)
    page.get_by_label("Search your tunes").fill(title)
    page.get_by_label("Starred only").check()
    expect(page.locator(".tunes > li")).to_have_count(1, timeout=PATIENCE)
    expect(page.locator(".tunes > li")).to_contain_text(title)
    page.get_by_label("Search your tunes").fill("no tune is called this")
    expect(page.get_by_text("No tune fits.")).to_be_visible(timeout=PATIENCE)


def test_the_seed_makes_the_tune_again(visit: Visit) -> None:
    page = visit()
    abc = compose(page)
    page.get_by_role("button", name="Compose it again").click()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled(timeout=PATIENCE)
    assert music(written(page).input_value()) == music(abc)


def test_tunebook_as_pdf(visit: Visit) -> None:
    page = visit()
    bring(page)
    page.get_by_label("Title of a new tunebook").fill("Tunes of the Forge")
    page.get_by_role("button", name="Make", exact=True).click()
    page.get_by_text("Tunes of the Forge", exact=False).first.click()
    page.get_by_role("button", name="Add the open tune").click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name="PDF", exact=True).click()
    assert download.value.suggested_filename == "Tunes of the Forge.pdf"
    text = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(download.value.path().read_bytes())).pages)
    assert "The Anvil" in text


@pytest.mark.parametrize(("words", "start"), [("MIDI", b"MThd"), ("PNG picture", b"\x89PNG"), ("ABC text", b"X:1")])
def test_downloads(visit: Visit, words: str, start: bytes) -> None:
    page = visit()
    bring(page)
    page.get_by_role("button", name="Download").click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name=words, exact=True).click()
    assert download.value.path().read_bytes().startswith(start)


def test_a_link_holds_the_whole_tune(visit: Visit) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    bring(page)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied", exact=False)).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    other = visit("/" + link.partition("/#")[2].join(("#", "")))
    expect(written(other)).to_have_value(written(page).input_value(), timeout=PATIENCE)
    expect(bars(other)).to_have_count(8)
    expect(other.get_by_role("button", name="Keep", exact=True)).to_be_visible()


def test_on_a_phone(visit: Visit) -> None:
    page = visit(viewport={"width": 375, "height": 812}, has_touch=True, is_mobile=True)
    compose(page)
    expect(page.locator(".drawing .lit").first).to_be_in_viewport(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Pause")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 375


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
    tab_to(page, "button", "Transpose")
    keyboard.press("Enter")
    expect(page.get_by_role("button", name="1 semitone up")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="2 semitones up")).to_be_focused()
    keyboard.press("Escape")
    expect(page.get_by_role("button", name="Transpose")).to_be_focused()
    tab_to(page, "button", "Play")
    keyboard.press("Enter")
    expect(page.locator(".drawing .lit").first).to_be_attached(timeout=PATIENCE)


def tab_to(page: Page, role: Any, name: str) -> None:
    """Press Tab until the focus is there."""
    goal = page.get_by_role(role, name=name, exact=True)
    for _ in range(200):
        if goal.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no {role} {name!r} can be reached by Tab")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_that_axe_objects_to(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme, bypass_csp=True)  # axe itself is put in from outside
    page.add_script_tag(path=AXE)
    assert objections(page) == []
    bring(page)
    page.add_script_tag(path=AXE)
    page.get_by_text("All options").click()
    page.get_by_role("button", name="Sound").click()
    written(page).fill(TUNE.replace("edc BAG", "edc BAGG"))
    expect(page.locator("#findings")).to_be_visible(timeout=PATIENCE)
    bars(page).first.click()
    assert objections(page) == []


def objections(page: Page) -> list[str]:
    """What axe-core finds, one sentence each."""
    found = page.evaluate("axe.run().then(result => result.violations)")
    return [f"{v['id']}: {v['help']} ({', '.join(str(n['target']) for n in v['nodes'])})" for v in found]


def test_a_title_is_text_and_nothing_else(visit: Visit) -> None:
    page = visit()
    title = "<img src=x onerror=alert(1)>"
    bring(page, TUNE.replace("The Anvil", title))
    expect(page.get_by_label("Title of the tune", exact=True)).to_have_value(title)
    assert page.locator("img[src]").count() == 0


def test_says_so_when_the_studio_is_away(visit: Visit) -> None:
    page = visit()
    page.context.route("**/api/**", lambda route: route.abort())
    page.context.route("**/healthz", lambda route: route.abort())
    page.get_by_role("button", name="Compose", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The studio does not answer")
    page.context.unroute_all()
    expect(page.get_by_role("alert")).not_to_contain_text("does not answer", timeout=PATIENCE)
