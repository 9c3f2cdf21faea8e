"""A browser to visit a running studio with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tunesmith.benchmarks.browsers import CHROMIUM_OPTIONS

__all__ = ["chromium"]

PROGRAMS = ("chromium-headless-shell", "chromium")
"""Debian's Chromium, as a program without windows if there is one: that takes half the work to open a page."""
OPTIONS = (*CHROMIUM_OPTIONS, "--renderer-process-limit=1")
"""All pages are drawn by one process, which keeps the page's compiled scripts: a third less work to open the next."""


@contextmanager
def chromium(*, whole: bool = False) -> Iterator[Browser]:
    """The system's Chromium, without windows; it asks nobody for anything by itself.

    It is the `whole` one that readers have where its measures of text matter, which differ a little.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(whole=whole), args=list(OPTIONS))
        try:
            yield browser
        finally:
            browser.close()


def executable(*, whole: bool = False) -> str | None:
    """Where Chromium is installed; None if it is not."""
    return next(filter(None, map(shutil.which, PROGRAMS[-1:] if whole else PROGRAMS)), None)
