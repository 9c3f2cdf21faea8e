"""The page offers what the service says there is: it has no lists of rhythms, instruments or formats of its own."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.support.visiting import TUNE, Visit, bring

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]

NEW: dict[str, Any] = {
    "rhythms": {"gavotte": "2/2"},
    "rhythm_meters": {"gavotte": ["2/2", "5/4"]},
    "favourites": ["gavotte"],
    "ranges": ["hurdy-gurdy"],
    "instruments": ["cittern"],
    "programs": {"cittern": 105},
    "accompaniments": ["lute"],
    "tunings": [
        {"name": "cittern", "label": "Cittern", "strings": ["G,", "D", "A", "d", "g"], "fretted_as": "mandolin"}
    ],
    "tablatures": ["cittern"],
    "files": [{"name": "bottle", "title": "Tune in a bottle", "kind": "data"}],
}


def more(route: Route) -> None:
    """The service's own choices, and the new ones."""
    answer = route.fetch()
    choices = answer.json()
    for name, added in NEW.items():
        choices[name] = choices[name] | added if isinstance(added, dict) else [*choices[name], *added]
    for option in choices["options"]:
        if option["name"] == "instrument":
            option["choices"] += NEW["ranges"]
    route.fulfill(response=answer, json=choices)


def test_what_is_new_is_offered(visit: Visit) -> None:
    page = visit()
    page.context.route("**/api/v1/choices", more)
    page.reload()
    page.get_by_role("radio", name="Gavotte").check(force=True)
    page.get_by_text("All options").click()
    expect(page.get_by_label("Meter").locator("option")).to_contain_text(["As usual", "2/2", "5/4", "6/8"])
    page.get_by_label("Playable on").select_option("Hurdy gurdy")
    bring(page, TUNE)
    page.get_by_label("Tablature").select_option("Cittern")
    expect(page.locator(".drawing svg .abcjs-tabNumber").first).to_be_attached()
    page.get_by_role("button", name="Sound").click()
    expect(page.get_by_label("Backing", exact=True).locator("option")).to_contain_text(["Piano", "Lute"])
    page.get_by_label("Instrument", exact=True).select_option("Cittern")
    with page.expect_response("**/samples/banjo-mp3/**") as sounded:
        page.get_by_role("button", name="Play", exact=True).click()
    assert sounded.value.ok
    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("button", name="Tune in a bottle")).to_be_visible()
    expect(page.get_by_label("Fingering below the notes").locator("option")).to_contain_text(["Cittern, tablature"])


def test_an_instrument_is_known_by_the_name_that_was_kept(visit: Visit) -> None:
    """Earlier pages called the tin whistle a whistle."""
    page = visit()
    bring(page, TUNE)
    page.get_by_role("button", name="Sound").click()
    page.get_by_label("Instrument", exact=True).select_option("Tin whistle")
    kept = page.evaluate("Object.keys(localStorage).find((key) => localStorage[key].includes('tin-whistle'))")
    page.evaluate("(key) => (localStorage[key] = localStorage[key].replace('tin-whistle', 'whistle'))", kept)
    page.reload()
    page.get_by_role("button", name="Sound").click()
    expect(page.get_by_label("Instrument", exact=True)).to_have_value("tin-whistle")
    with page.expect_response("**/samples/recorder-mp3/**") as sounded:
        page.get_by_role("button", name="Play", exact=True).click()
    assert sounded.value.ok
