"""The memory of the site after much use: `python -m tunesmith.benchmarks.site_memory [TUNES]`, after `make site`.

A page composes so many tunes; every second one is continued, every fourth is varied and played. Memory is that of
Chromium's process that draws the page and runs its worker, as Linux counts what is its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tunesmith.benchmarks.browsers import chromium, renderers, served
from tunesmith.machine import processor_name

__all__ = ["main", "measured", "used"]

FOLDER = Path(__file__).parents[3] / "build" / "site"
TUNES, LOOKS = 200, 8
PATIENCE = 300_000  # ms
MEGABYTE = 1_000_000
ANSWERED = """before => !document.querySelector("#score[aria-busy=true]") &&
  (location.href !== before || document.querySelector("[role=alert]")?.textContent.trim())"""


def used(page: Any, tunes: int) -> None:
    """Compose so many tunes, and do with them what people do."""
    for number in range(tunes):
        _press(page, "Compose")
        if number % 2:
            _press(page, "Continue")
        if number % 4 == 3:
            _bar(page).click()
            _press(page, "Vary")
            page.get_by_role("button", name="Play", exact=True).click()
            page.get_by_role("button", name="Pause", exact=True).click()


def _press(page: Any, name: str) -> None:
    """Press a button, and wait for the tune that comes of it, or for why there is none: not every bar can be varied."""
    before = page.url
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_function(ANSWERED, arg=before)


def _bar(page: Any) -> Any:
    return page.locator(".bars [role=option]").nth(1)


def measured(page: Any, tunes: int, looks: int) -> Iterator[tuple[int, float]]:
    """How many tunes were composed, and the megabytes then, from the first one on."""
    composed = 0
    for look in range(looks + 1):
        more = max(1, tunes * look // looks)
        used(page, more - composed)
        composed = more
        yield composed, _megabytes(page)


def _megabytes(page: Any) -> float:
    """What the page's process has to itself, after what it does not need any more was let go."""
    page.request_gc()
    return sum(map(_private, renderers(os.getpid()))) / MEGABYTE


def _private(pid: int) -> int:
    """The bytes that a process does not share with others."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(("Private_Clean", "Private_Dirty")))


def main(tunes: int = TUNES) -> None:
    """Use the site, and print the memory on the way."""
    with chromium() as browser, served(FOLDER) as address:
        page = browser.new_page(viewport={"width": 375, "height": 800})
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        print(f"{processor_name()}; the page's process, its worker with it")
        for composed, megabytes in measured(page, tunes, LOOKS):
            print(f"{composed:5} tunes composed {megabytes:7.1f} MB", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
