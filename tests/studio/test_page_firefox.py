"""The page in Debian's Firefox: a first visit, a tune, and its sound. `make firefox` installs and runs it."""

from __future__ import annotations

import pytest

from tests.support import serving
from tests.support.firefox import firefox

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow, pytest.mark.firefox]

PLACE = "document.querySelector('#player input[type=range]').valueAsNumber"


def test_a_first_visit_composes_and_plays(server: serving.Server) -> None:
    server.forget()
    with firefox() as page:
        page.open(server.url)
        page.wait("document.querySelectorAll('.rhythms input').length > 4")
        page.click(".compose .go")
        page.wait("document.querySelector('#abc')?.value.includes('K:') && document.querySelector('.drawing svg')")
        assert page.evaluate("document.querySelectorAll('.bars [role=option]').length") >= 8
        page.wait("document.querySelector('#player .go')?.ariaLabel === 'Pause'")  # it plays what it has composed
        page.wait(f"{PLACE} > 0.5")
        page.wait("document.querySelector('.band') !== null")
        page.click("h2#compose-title")
        page.press(" ")
        page.wait("document.querySelector('#player .go').ariaLabel === 'Play'")
        stopped = page.evaluate(PLACE)
        page.press(" ")
        page.wait(f"{PLACE} > {stopped} + 0.3")
        page.open(f"{server.url}/")
        page.wait("document.querySelector('#abc')?.value.includes('K:')")  # what was on the bench is there again
        assert page.complaints == []
