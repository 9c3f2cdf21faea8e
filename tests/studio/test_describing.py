"""The service's description can be read in a browser, under the content policy and without another host."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tunesmith.studio import describing

pytestmark = [
    pytest.mark.xdist_group(__name__),
    pytest.mark.skipif(not describing.FOLDER.is_dir(), reason="the scripts are not there (make assets)"),
]


SHOWN = {"/docs": '[data-path="/api/v1/tunes/stream"]', "/redoc": 'text="/api/v1/tunes/stream"'}
"""Where each page shows one of the routes."""


@pytest.mark.parametrize("path", SHOWN)
def test_the_description_is_shown_and_nothing_is_refused(browser: Browser, studio: str, path: str) -> None:
    complaints: list[str] = []
    context = browser.new_context(base_url=studio)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if foreign(request.url, studio) else None)
    page.goto(path)
    expect(page.get_by_text("Composes folk tunes, and keeps, shows, plays, checks and fixes them.")).to_be_visible()
    expect(page.locator(SHOWN[path]).first).to_be_attached()
    context.close()
    assert complaints == []


def foreign(url: str, own: str) -> bool:
    return not url.startswith((own, "data:", "blob:"))
