"""A browser to visit a running studio with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.support.profiles import Profiles
from tests.support.tiers import system_only
from tunesmith.benchmarks.browsers import CHROMIUM_OPTIONS

__all__ = ["LastingChromium", "chromium"]

PROGRAMS = ("chromium-headless-shell", "chromium")
"""Debian's Chromium, as a program without windows if there is one: that takes half the work to open a page."""
OPTIONS = (*CHROMIUM_OPTIONS, "--renderer-process-limit=1")
"""All pages are drawn by one process, which keeps the page's compiled scripts: a third less work to open the next."""


@contextmanager
def chromium(*, whole: bool = False) -> Iterator[Browser]:
    """The system's Chromium, without windows; it asks nobody for anything by itself.

    It is the `whole` one that readers have where its measures of text matter, which differ a little.
    """
    system_only("a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(whole=whole), args=list(OPTIONS))
        try:
            yield browser
        finally:
            browser.close()


class LastingChromium:
    """A Chromium that test after test uses, with the page's own files and compiled scripts at hand.

    It starts when it is first asked for. While it runs, so does an event loop, which other tests cannot do with.
    """

    def __init__(self) -> None:
        self._until_close = ExitStack()
        self._browser: Browser | None = None

    def browser(self) -> Browser:
        """The running Chromium."""
        if self._browser is None:
            self._browser = self._until_close.enter_context(chromium())
            self._profiles: dict[str, Profiles] = {}
        return self._browser

    def profiles(self, base_url: str) -> Profiles:
        """Its profiles for visits of the studio at this address."""
        browser = self.browser()
        if base_url not in self._profiles:
            self._profiles[base_url] = Profiles(browser, base_url)
        return self._profiles[base_url]

    def close(self) -> None:
        """End it, if it runs."""
        self._browser = None
        self._until_close.close()


def executable(*, whole: bool = False) -> str | None:
    """Where Chromium is installed; None if it is not."""
    return next(filter(None, map(shutil.which, PROGRAMS[-1:] if whole else PROGRAMS)), None)
