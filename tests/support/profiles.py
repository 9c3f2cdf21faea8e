"""Profiles of a browser for the visits of tests: one that ordinary visits share in turn, and fresh ones for the others.

The shared profile is wiped before each visit, so that a page finds nothing of an earlier one. All that it keeps is what
never changes, the page's own files: a page opens in it for half the work that a fresh profile takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

__all__ = ["Profiles"]

USUAL: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "service_workers": "block"}
OF_A_PAGE = {"viewport", "color_scheme"}
"""Options that a page may have in whatever profile."""


class Profiles:
    """Opens blank pages, and calls `listen` for each page that there is before it goes anywhere."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self._browser = browser
        self._base_url = base_url
        self._fresh: list[BrowserContext] = []
        self._shared = self._new()
        self._guard = self._shared.new_page()  # keeps the profile at hand while no test has a page
        self._lent = False

    def page(self, listen: Callable[[Page], None], **options: Any) -> Page:
        """A page in the shared profile; in a fresh one if that is lent, or the options are a profile's, see Playwright.

        Options are those of `Browser.new_context`.
        """
        if self._lent or not options.keys() <= OF_A_PAGE:
            self._fresh.append(self._new(**options))
            self._fresh[-1].on("page", listen)
            return self._fresh[-1].new_page()
        self._lent = True
        self._wipe()
        self._shared.on("page", listen)
        self._listen = listen
        page = self._shared.new_page()
        page.set_viewport_size(options.get("viewport", USUAL["viewport"]))
        page.emulate_media(color_scheme=options.get("color_scheme"))
        return page

    def take_back(self) -> None:
        """Close all pages of a test."""
        for context in self._fresh:
            context.close()
        self._fresh = []
        if self._lent:
            self._shared.remove_listener("page", self._listen)
            self._shared.unroute_all()
            for page in self._shared.pages:
                if page is not self._guard:
                    page.close()
        self._lent = False

    def _new(self, **options: Any) -> BrowserContext:
        return self._browser.new_context(**USUAL | {"base_url": self._base_url} | options)

    def _wipe(self) -> None:
        session = self._shared.new_cdp_session(self._guard)
        session.send("Storage.clearDataForOrigin", {"origin": self._base_url, "storageTypes": "all"})
        session.detach()
