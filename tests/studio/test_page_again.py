"""Another tune like this one: the seed pinned and let go, another key, the same beginning."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.visiting import TUNE, Visit, bars, bring, compose, music, pick, title, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]


def seed_of(page: Page) -> str:
    return title(page).input_value().rpartition(" ")[2]


def test_composing_again_pins_nothing(visit: Visit) -> None:
    page = visit()
    abc = compose(page)
    first = title(page).input_value()
    page.get_by_role("button", name="Compose it again").click()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    assert music(written(page).input_value()) == music(abc)
    compose(page)
    expect(title(page)).not_to_have_value(first)


def test_a_pinned_seed_shows_and_is_let_go(visit: Visit) -> None:
    page = visit()
    page.get_by_text("All options").click()
    page.get_by_label("Seed", exact=True).fill("17")
    expect(page.get_by_text("Seed 17 is pinned: the same choices give the same tune.")).to_be_visible()
    compose(page)
    assert seed_of(page) == "17"
    page.get_by_role("button", name="Remove the seed").click()
    expect(page.get_by_text("Seed 17 is pinned", exact=False)).to_be_hidden()
    expect(page.get_by_label("Seed", exact=True)).to_have_value("")
    page.get_by_role("button", name="Compose", exact=True).click()
    expect(title(page)).not_to_have_value("Jig in G no. 17")


def test_the_settings_of_a_tune_make_others_like_it(visit: Visit) -> None:
    page = visit()
    page.get_by_role("radio", name="Reel", exact=True).check(force=True)
    compose(page)
    first = title(page).input_value()
    page.get_by_role("radio", name="Waltz", exact=True).check(force=True)
    page.get_by_role("button", name="Use these settings").click()
    expect(page.get_by_role("radio", name="Reel", exact=True)).to_be_checked()
    compose(page)
    expect(title(page)).not_to_have_value(first)
    expect(page.locator(".heading li").first).to_have_text("Reel")


def test_how_a_tune_was_made_has_room_for_its_words(visit: Visit) -> None:
    page = visit()
    compose(page)
    expect(page.get_by_text("for research and non-commercial use")).to_be_attached()
    for width in (375, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        narrowest = page.evaluate(
            "() => Math.min(...[...document.querySelectorAll('dl dd')].map((one) => one.clientWidth))"
        )
        assert narrowest > 100, width


def test_the_same_seed_in_another_key(visit: Visit) -> None:
    page = visit()
    compose(page)
    seed = seed_of(page)
    page.get_by_label("Same seed, other key").select_option("A Dorian")
    page.get_by_role("button", name="Compose in this key").click()
    expect(title(page)).to_have_value(f"Jig in Ador no. {seed}")


@pytest.mark.parametrize(("first", "last"), [(1, 2), (3, 4)])
def test_a_new_tune_begins_with_these_bars(visit: Visit, first: int, last: int) -> None:
    page = visit()
    bring(page)
    pick(page, first, last)
    page.get_by_role("button", name="Begin a new tune with these").click()
    expect(page.get_by_text("Each tune begins with", exact=False)).to_be_visible()
    page.get_by_role("button", name="Compose", exact=True).click()
    expect(title(page)).not_to_have_value("The Anvil")
    wanted = [bar.replace(" ", "") for bar in music(TUNE)[first - 1 : last]]
    made = music(written(page).input_value())
    assert [bar.replace(" ", "") for bar in made[: len(wanted)]] == wanted
    assert "R:jig\n" in written(page).input_value()
    page.get_by_role("button", name="Remove the opening").click()
    expect(page.get_by_text("Each tune begins with", exact=False)).to_be_hidden()


SEARCHES = {"air": "Áirc Dorian", "a dorian": "Áirc Dorian", "hor": "The Anvil Chorus"}


def test_search_finds_accents_keys_and_kinds(visit: Visit) -> None:
    page = visit()
    bring(page, TUNE.replace("The Anvil", "Áirc Dorian").replace("K:G", "K:Ador"))
    bring(page, TUNE.replace("The Anvil", "The Anvil Chorus").replace("R:jig", "R:hornpipe"))
    found = page.locator(".tunes .title")
    for query, only in SEARCHES.items():
        page.get_by_label("Search the kept tunes").fill("")
        expect(found).to_have_count(2)
        page.get_by_label("Search the kept tunes").fill(query)
        expect(found).to_have_text([only])


def test_lists_say_whose_tunes_they_are(visit: Visit) -> None:
    page = visit()
    expect(page.get_by_role("heading", name="Kept tunes")).to_be_visible()
    expect(page.get_by_text("Of everybody who uses this computer’s studio.")).to_be_visible()


def test_a_refusal_is_in_the_words_of_the_page(visit: Visit) -> None:
    page = visit()
    page.get_by_text("All options").click()
    page.evaluate("document.querySelector('.compose').noValidate = true")
    page.get_by_label("Parts", exact=True).fill("40")
    page.get_by_role("button", name="Compose", exact=True).click()
    sentence = "Parts must be a whole number from 1 to 12, not 40."
    expect(page.get_by_role("alert")).to_have_text(sentence)
    expect(page.get_by_label("Parts", exact=True)).to_have_accessible_description(sentence)
    expect(page.get_by_label("Parts", exact=True)).to_be_focused()
    page.get_by_label("Parts", exact=True).fill("2")
    expect(page.get_by_label("Parts", exact=True)).not_to_have_attribute("aria-invalid", "true")
    page.get_by_label("Longest, characters").fill("60")
    page.get_by_role("button", name="Compose", exact=True).click()
    longest = page.get_by_label("Longest, characters")
    expect(page.get_by_role("alert")).to_contain_text("Longest, characters must be at least")
    expect(longest).to_have_accessible_description(re.compile("^Longest, characters must be at least .* not 60.$"))


def test_every_option_of_the_service_is_a_field_that_says_what_it_does(visit: Visit) -> None:
    page = visit()
    page.get_by_text("All options").click()
    for option in page.request.get("/api/v1/choices").json()["options"]:
        if option["name"] not in ("rhythm", "key", "form"):
            expect(page.get_by_label(option["label"], exact=True)).to_have_accessible_description(option["help"])


def test_numbers_go_as_far_as_the_service_lets_them(visit: Visit) -> None:
    page = visit()
    page.get_by_text("All options").click()
    ranges = page.request.get("/api/v1/choices").json()["limits"]["options"]
    for label, name in {"Parts": "parts", "Best of": "best_of", "Top k": "top_k", "Temperature": "temperature"}.items():
        field = page.get_by_label(label, exact=True)
        expect(field).to_have_attribute("max", str(ranges[name]["most"]).removesuffix(".0"))
        expect(field).to_have_attribute("min", str(ranges[name]["least"]).removesuffix(".0"))


def test_chords_are_written_anew(visit: Visit) -> None:
    page = visit()
    bring(page, TUNE.replace("|:GAB c2d", '|:"F#m"GAB c2d'))
    expect(bars(page)).to_have_count(8)
    page.get_by_role("button", name="Write chords anew").click()
    expect(written(page)).not_to_have_value(TUNE.replace("|:GAB c2d", '|:"F#m"GAB c2d').strip())
    assert '|:"G"GAB ' in written(page).input_value()
