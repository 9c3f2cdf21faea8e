"""On a phone, and while the studio is away: the page is installed, opens, shows and plays what it has shown before."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support import serving
from tests.support.databases import free_port
from tests.support.visiting import Visit, bars, bring, compose, title

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]


def test_the_page_can_be_installed(visit: Visit) -> None:
    page = visit()
    manifest = page.request.get(page.locator("link[rel=manifest]").get_attribute("href") or "").json()
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        assert page.request.get(icon["src"]).headers["content-type"] == icon["type"]


def test_kept_tunes_open_and_play_while_the_studio_is_away(visit: Visit, tmp_path: Path) -> None:
    port = free_port()
    with serving.studio(tmp_path, port=port) as server:
        page = visit(base_url=server.url, service_workers="allow")
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        page.reload()
        bring(page)
        page.get_by_role("button", name="Play", exact=True).click()
        expect(page.locator(".band")).to_be_visible()
        page.get_by_role("button", name="Pause").click()
        server.kill()
    page.reload()
    expect(title(page)).to_have_value("The Anvil")
    expect(bars(page)).to_have_count(8)
    expect(page.get_by_role("alert")).to_contain_text("The studio does not answer")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".band")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    with serving.studio(tmp_path, port=port):
        expect(page.get_by_role("alert")).to_have_text("")
        assert compose(page)
