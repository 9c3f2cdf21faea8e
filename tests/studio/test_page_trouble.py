"""When something goes wrong, the page says so in one clear sentence, and nothing is lost."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support import serving
from tests.support.databases import free_port
from tests.support.visiting import TUNE, Visit, bars, bring, compose, title, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]

BLOCKED = """for (const kind of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, kind, { get() { throw new DOMException("no", "SecurityError"); } });"""
FULL = 'Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };'
BROKEN_STREAM = """(() => {
  const fetched = window.fetch;
  const begun = new TextEncoder().encode('event: text\\ndata: {"text": "X:1\\\\nL:1/8\\\\nK:G\\\\nGA|"}\\n\\n');
  let broken = false;
  window.fetch = (path, request) => {
    if (broken || !String(path).endsWith("/stream")) return fetched(path, request);
    broken = true;
    let told = false;
    const pull = (controller) => { if (told) END; else controller.enqueue(begun); told = true; };
    return Promise.resolve(new Response(new ReadableStream({ pull })));
  };
})()"""
"""The first tune's stream ends, one way or another, after its first bar."""
SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def alert(page: Page, words: str) -> None:
    """Expect these words, and nothing else, to be said."""
    expect(page.get_by_role("alert")).to_have_text(words)


def whisper(page: Page, words: str) -> None:
    """Expect these words to be said for a moment."""
    expect(page.locator("p[role=status]")).to_have_text(words)


def link(abc: str) -> str:
    return "/#abc=" + base64.urlsafe_b64encode(zlib.compress(abc.encode())).decode().rstrip("=")


def test_says_so_when_the_studio_is_away(visit: Visit) -> None:
    page = visit()
    page.context.route("**/api/**", lambda route: route.abort())
    page.context.route("**/healthz", lambda route: route.abort())
    page.get_by_role("button", name="Compose", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The studio does not answer")
    page.context.unroute_all()
    alert(page, "")


def test_a_studio_that_is_killed_and_comes_back(visit: Visit, tmp_path: Path) -> None:
    port = free_port()
    with serving.studio(tmp_path, port=port) as server:
        page = visit(base_url=server.url)
        bring(page)
        written(page).fill(TUNE.replace("c2d", "c3"))
        server.kill()
        page.get_by_role("button", name="Keep", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("The studio does not answer")
    with serving.studio(tmp_path, port=port):
        alert(page, "")
        page.get_by_role("button", name="Keep", exact=True).click()
        expect(page.get_by_role("button", name="Keep", exact=True)).to_be_hidden()
        assert compose(page)
        expect(page.get_by_role("button", name="More for The Anvil")).to_be_visible()


@pytest.mark.parametrize("end", ["controller.close()", "controller.error(new TypeError('network error'))"])
def test_a_stream_that_breaks_off(visit: Visit, end: str) -> None:
    page = visit(script=BROKEN_STREAM.replace("END", end))
    page.get_by_role("button", name="Compose", exact=True).click()
    alert(page, "The studio broke off in the middle of the tune; press Compose to try again.")
    assert compose(page)
    alert(page, "")


def test_a_reload_in_the_middle_of_composing(visit: Visit) -> None:
    page = visit()
    bring(page)
    page.route("**/stream", lambda _: None)
    page.get_by_role("button", name="Compose", exact=True).click()
    expect(page.get_by_text("Composing…")).to_be_visible()
    page.reload()
    whisper(page, "The tune that was being composed was given up when the page was left. Press Compose for another.")
    expect(written(page)).to_have_value(TUNE.strip())


def test_unsaved_edits_outlive_a_reload(visit: Visit) -> None:
    page = visit()
    bring(page)
    written(page).fill(TUNE.replace("c2d", "c3"))
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()
    page.reload()
    expect(written(page)).to_have_value(TUNE.replace("c2d", "c3"))
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()


def test_two_tabs_each_have_their_tune_and_learn_of_the_other(visit: Visit) -> None:
    one = visit()
    identity = bring(one)
    other = one.context.new_page()
    other.goto(f"/#tune={identity}")
    expect(title(other)).to_have_value("The Anvil")
    bring(other, TUNE.replace("The Anvil", "The Bellows"))
    one.reload()
    expect(title(one)).to_have_value("The Anvil")
    assert one.request.patch(f"/api/v1/tunes/{identity}", data={"title": "The Tongs"}).ok
    comes_back(one)
    whisper(one, "This tune was changed elsewhere. This is how it is now.")
    expect(title(one)).to_have_value("The Tongs")
    assert one.request.delete(f"/api/v1/tunes/{identity}").ok
    comes_back(one)
    whisper(one, "This tune was deleted elsewhere. Its text stays here; Keep keeps it again.")
    one.get_by_role("button", name="Keep", exact=True).click()
    expect(one.get_by_role("button", name="More for The Tongs")).to_be_visible()


def comes_back(page: Page) -> None:
    """The tab comes into sight again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize("payload", ["#abc=eJxnonsense", "#abc=%25%25", "#abc=", "#abc=eJwLAAAAAA"])
def test_a_damaged_link(visit: Visit, payload: str) -> None:
    page = visit(f"/{payload}")
    alert(page, "The tune in this link cannot be read; perhaps the link was cut short.")


def test_a_link_that_unfolds_to_more_than_any_tune(visit: Visit) -> None:
    page = visit(link("A" * 50_000_000))
    alert(page, "The tune in this link cannot be read; perhaps the link was cut short.")


def test_an_address_of_no_tune(visit: Visit) -> None:
    page = visit("/#tune=t_gone")
    alert(page, "The tune at this address is not kept any more.")


@pytest.mark.parametrize("script", [BLOCKED, FULL])
def test_a_browser_that_remembers_nothing(visit: Visit, script: str) -> None:
    page = visit(script=script)
    compose(page)
    alert(page, "This browser does not let the page remember anything; what you keep is still kept by the studio.")
    expect(page.locator(".drawing .lit").first).to_be_attached()


def test_a_browser_without_web_audio(visit: Visit) -> None:
    page = visit(script="delete window.AudioContext")
    compose(page)
    alert(page, "This browser cannot play sound: it has no Web Audio. Scores, editing and downloads work as ever.")
    expect(bars(page).first).to_be_attached()


def test_script_in_titles_and_links_is_text(visit: Visit) -> None:
    page = visit()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    abc = TUNE.replace("The Anvil", SCRIPT).replace("GAB c2d", f'"^{SCRIPT}"GAB "{SCRIPT}"c2d')
    page.request.post("/api/v1/tunebooks", data={"title": SCRIPT})
    bring(page, abc)
    expect(title(page)).to_have_value(SCRIPT)
    page.goto(link(abc))
    whisper(page, "Opened the tune of the link. It is not kept yet.")
    expect(title(page)).to_have_value(SCRIPT)
    expect(page.locator(".kept").get_by_text(SCRIPT).first).to_be_visible()
    assert page.locator("img[src], #app script").count() == 0


def test_a_very_long_text_of_two_voices(visit: Visit) -> None:
    page = visit()
    bring(page)
    long = TUNE + "V:2\n" + "|:GAB c2d|edc BAG|ABc ded|cAF G3:|\n" * 1000
    written(page).evaluate(
        "(area, text) => { area.value = text; area.dispatchEvent(new InputEvent('input', { bubbles: true })); }", long
    )
    expect(page.get_by_text("This text is too long to show as a score here.", exact=False)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(bars(page)).to_have_count(8)


def test_a_studio_that_wants_its_key(visit: Visit, tmp_path: Path) -> None:
    with serving.studio(tmp_path, API_KEY="sesame") as server:
        page = visit(base_url=server.url)
        page.get_by_role("button", name="Compose", exact=True).click()
        key = page.get_by_label("This studio asks for its key before it makes or keeps a tune.")
        expect(key).to_be_focused()
        key.fill("pumpkin")
        key.press("Enter")
        again = page.get_by_label("That is not this studio’s key.")
        again.fill("sesame")
        again.press("Enter")
        expect(written(page)).not_to_have_value("")
        page.reload()
        assert compose(page)
        other = visit(base_url=server.url)
        other.get_by_role("button", name="Compose", exact=True).click()
        other.get_by_role("button", name="Only look around").click()
        alert(other, "Without its key this studio shows tunes but makes none.")
