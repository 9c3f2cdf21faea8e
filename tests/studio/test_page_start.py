"""What a person does while the page opens comes before what the page does by itself at its start."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.visiting import TUNE, Visit, bring, compose, title, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]

OTHER = TUNE.replace("The Anvil", "The Bellows").replace("K:G", "K:D")
HELD_LINK = """(() => {
  const Plain = DecompressionStream;
  const released = new Promise((done) => { window.releaseLink = done; });
  window.DecompressionStream = function (kind) {
    const { writable, readable } = new Plain(kind);
    const transform = async (piece, controller) => { await released; controller.enqueue(piece); };
    return { writable, readable: readable.pipeThrough(new TransformStream({ transform })) };
  };
})()"""
"""Holds the tune of a link until the page calls `releaseLink()`."""
UNDER_UNDO = "() => sessionStorage.getItem('tunesmith.undo')?.includes('The Anvil')"
Act = Callable[[Page], str]
"""Puts a tune on the bench, and answers its title."""


class Held:
    """Answers of the studio that are held back until they are let go."""

    def __init__(self, page: Page, pattern: str, answer: Callable[[Route], None] = lambda route: route.continue_()):
        self._answer, self._routes, self._free = answer, list[Route](), False
        page.route(pattern, self._take)

    def _take(self, route: Route) -> None:
        if self._free:
            self._answer(route)
        else:
            self._routes.append(route)

    def let_go(self) -> None:
        self._free = True
        for route in self._routes:
            self._answer(route)


def composes(page: Page) -> str:
    compose(page)
    return title(page).input_value()


def opens_a_file(page: Page) -> str:
    chooser = page.locator("input[type=file][multiple]")
    chooser.set_input_files({"name": "bellows.abc", "mimeType": "text/vnd.abc", "buffer": OTHER.encode()})
    return "The Bellows"


def pastes(page: Page) -> str:
    expect(page.get_by_role("button", name="Compose", exact=True)).to_be_visible()
    page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        }""",
        OTHER,
    )
    return "The Bellows"


def types(page: Page) -> str:
    page.get_by_role("button", name="Write a tune").click()
    expect(written(page)).to_be_focused()
    page.keyboard.type("GAB c2d|edc G3|]")
    return "Untitled"


@pytest.mark.parametrize("act", [composes, opens_a_file, pastes, types])
def test_what_is_done_while_the_last_tune_opens_stays(visit: Visit, act: Act) -> None:
    page = visit()
    bring(page)
    last = Held(page, "**/api/v1/tunes/t_*")
    page.reload()
    name = act(page)
    expect(title(page)).to_have_value(name)
    text = written(page).input_value()
    last.let_go()
    page.wait_for_function(UNDER_UNDO)
    expect(title(page)).to_have_value(name)
    assert written(page).input_value() == text
    while title(page).input_value() != "The Anvil":
        page.get_by_role("button", name="Undo").click()


def test_a_refusal_is_not_wiped_away_by_the_last_tune(visit: Visit) -> None:
    page = visit()
    bring(page)
    last = Held(page, "**/api/v1/tunes/t_*")
    page.reload()
    page.get_by_text("All options").click()
    page.get_by_label("Opening").fill("(((")
    page.get_by_role("button", name="Compose", exact=True).click()
    said = page.get_by_role("alert").filter(has_text="pening")
    expect(said).to_be_visible()
    last.let_go()
    expect(title(page)).to_have_value("The Anvil")
    expect(said).to_be_visible()


def test_the_tune_of_a_link_waits_for_what_is_done(visit: Visit) -> None:
    page = visit(script=HELD_LINK)
    page.goto("about:blank")
    page.goto("/#abc=" + base64.urlsafe_b64encode(zlib.compress(TUNE.encode())).decode().rstrip("="))
    name = composes(page)
    page.evaluate("releaseLink()")
    page.wait_for_function(UNDER_UNDO)
    expect(title(page)).to_have_value(name)
    page.get_by_role("button", name="Undo").click()
    expect(title(page)).to_have_value("The Anvil")


def test_compose_waits_for_what_may_be_asked(visit: Visit) -> None:
    def without_original(route: Route) -> None:
        choices = route.fetch().json()
        options = [option for option in choices["options"] if option["name"] != "original"]
        route.fulfill(json={**choices, "options": options})

    page = visit()
    choices = Held(page, "**/api/v1/choices", without_original)
    page.reload()
    page.get_by_role("button", name="Compose", exact=True).click()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    with page.expect_request("**/tunes/stream") as asked:
        choices.let_go()
    given = json.loads(asked.value.post_data or "{}")
    assert "rhythm" in given
    assert "original" not in given
    expect(title(page)).not_to_have_value("")


def test_a_tune_stays_in_the_list_that_was_asked_for_before_it_was_composed(visit: Visit) -> None:
    page = visit()
    early: list[tuple[Route, str]] = []

    def read(route: Route) -> None:
        early.append((route, route.fetch().text()))

    page.route("**/api/v1/tunes?*", read, times=1)
    page.reload()
    while not early:
        page.wait_for_timeout(10)
    name = composes(page)
    [(route, before)] = early
    assert name not in before
    with page.expect_event("requestfinished", lambda request: "/tunes?" in request.url):
        route.fulfill(body=before, content_type="application/json")
    page.evaluate("() => new Promise((done) => setTimeout(done))")  # until the page has read the answer
    expect(page.locator(".tunes li")).to_contain_text([name])


SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries())
    window.shifts.push([value, ...sources.map(({ node }) => String(node?.className ?? node?.textContent))]);
}).observe({ type: "layout-shift", buffered: true });"""
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_nothing_moves_when_the_studio_answers(visit: Visit) -> None:
    """By the Layout Instability API: https://wicg.github.io/layout-instability/."""
    page = visit(script=SHIFTS)
    for width, height in ((1366, 768), (375, 812), (768, 1024)):
        page.set_viewport_size({"width": width, "height": height})
        for tunes in range(2):
            held = Held(page, "**/api/v1/**")
            page.reload()
            expect(page.get_by_role("radio", name="Reel", exact=True)).to_be_visible()
            where = page.get_by_role("button", name="Compose", exact=True).bounding_box()
            page.evaluate(TWO_FRAMES)
            held.let_go()
            expect(page.locator("#books-title")).to_be_attached()
            expect(page.locator(".tunes > li")).to_have_count(tunes)
            expect(page.locator(".drawing svg")).to_have_count(tunes)
            page.evaluate(TWO_FRAMES)
            assert page.evaluate("shifts") == [], (width, tunes)
            assert page.get_by_role("button", name="Compose", exact=True).bounding_box() == where
            page.unroute_all()
            if not tunes:
                identity = bring(page)
        page.request.delete(f"/api/v1/tunes/{identity}")
        page.goto("/api/v1/choices")  # the page keeps what it shows when it is left
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.goto("/")
