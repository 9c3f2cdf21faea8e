"""The page in a real browser: from the first visit to a tune, to its sound, and to a variant of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.visiting import HELD_STREAM, TUNE, Visit, bars, bring, compose, music, pick, title, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]


def asked(page: Page) -> Any:
    """Press Compose; what the page asks the studio for."""
    with page.expect_request("**/api/v1/tunes/stream") as request:
        page.get_by_role("button", name="Compose", exact=True).click()
    return request.value.post_data_json


def test_first_visit_to_first_sound(visit: Visit) -> None:
    page = visit()
    expect(page.get_by_role("region", name="Player")).to_have_count(0)
    with (
        page.expect_response(re.compile(r"/samples/violin-mp3/")) as melody,
        page.expect_response(re.compile(r"/samples/acoustic_guitar_steel-mp3/")) as chords,
    ):
        compose(page)
    assert melody.value.ok
    assert chords.value.ok
    expect(page.locator(".drawing .lit").first).to_be_attached()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    place = page.get_by_label("Place in the tune")
    page.wait_for_function("input => input.valueAsNumber > 0.3", arg=place.element_handle())
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_a_few_musical_choices_come_first(visit: Visit) -> None:
    page = visit()
    page.get_by_role("radio", name="Reel", exact=True).check(force=True)
    page.get_by_label("Key", exact=True).select_option("E Dorian")
    page.get_by_label("Form", exact=True).select_option("AABBCC · three parts, each twice")
    page.get_by_label("How daring").fill("4")
    expect(page.get_by_label("Meter")).to_be_hidden()
    body = asked(page)
    assert (body["rhythm"], body["key"], body["form"], body["bars"]) == ("reel", "Edor", "AABBCC", 8)
    assert body["temperature"] == 1.1
    expect(page.locator(".heading li")).to_contain_text(["Reel", "E Dorian", "4/4", "AABBCC", "24 bars"])


def test_all_options_are_behind_one_click(visit: Visit) -> None:
    page = visit()
    page.get_by_text("All options").click()
    page.get_by_label("Meter").select_option("4/4")
    page.get_by_label("Playable on").select_option("Tin whistle")
    page.get_by_label("Bars a part").fill("4")
    page.get_by_label("Seed").fill("17")
    page.get_by_label("Title", exact=True).fill("The Bellows")
    page.get_by_label("Opening").fill("G2 BG")
    page.get_by_label("Min p").fill("0.02")
    page.get_by_role("radio", name="Hornpipe").check(force=True)
    body = asked(page)
    given = {"meter": "4/4", "instrument": "tin-whistle", "bars": 4, "seed": 17, "title": "The Bellows", "min_p": 0.02}
    assert given.items() <= body.items()
    assert body["opening"] == "G2 BG"
    expect(title(page)).to_have_value("The Bellows")
    assert music(written(page).input_value())[0].startswith("G2 BG")


def test_the_score_appears_as_it_is_composed(visit: Visit) -> None:
    page = visit(script=HELD_STREAM)
    page.get_by_role("button", name="Compose", exact=True).click()
    notes = page.locator(".drawing .abcjs-note")
    expect(notes.first).to_be_attached()
    expect(page.get_by_text("Composing…")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d bars so far"))).to_be_visible()
    few = notes.count()
    page.evaluate("releaseStream()")
    expect(page.get_by_role("button", name="Compose", exact=True)).to_be_visible()
    expect(notes.nth(few)).to_be_attached()
    expect(page.locator("p[role=status]")).to_have_text(
        re.compile(r"^Composed: Jig in G no. \d+, 16 bars in G major.$")
    )


def test_composing_can_be_stopped(visit: Visit) -> None:
    page = visit()
    page.route("**/api/v1/tunes/stream", lambda _: None)  # an answer that never comes
    page.get_by_role("button", name="Compose", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Compose", exact=True)).to_be_focused()
    expect(page.locator("p[role=status]").filter(has_text="Stopped.")).to_be_visible()


def test_the_seed_is_shown_and_makes_the_tune_again(visit: Visit) -> None:
    page = visit()
    abc = compose(page)
    seed = title(page).input_value().rpartition(" ")[2]
    expect(page.get_by_role("region", name="How it was made").get_by_text(seed, exact=True)).to_be_visible()
    page.get_by_role("button", name="Compose it again").click()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    assert music(written(page).input_value()) == music(abc)


def test_the_score_follows_the_text_and_findings_stand_at_their_place(visit: Visit) -> None:
    page = visit()
    bring(page)
    expect(bars(page)).to_have_count(8)
    written(page).fill(TUNE.replace("ABc dBG|", "ABc dBGA|Bcd efg|"))
    expect(bars(page)).to_have_count(9)
    finding = page.locator("#findings").get_by_text("Line 8, column 19")
    expect(finding).to_be_visible()
    expect(page.get_by_role("option", name="Bar 7, has findings")).to_be_attached()
    finding.click()
    assert page.evaluate("document.activeElement.selectionStart") == TUNE.index("ABc dBG|")
    page.get_by_role("button", name="Undo").click()
    expect(bars(page)).to_have_count(8)
    page.get_by_role("button", name="Redo").click()
    expect(bars(page)).to_have_count(9)


def test_macros_are_drawn_as_the_music_that_they_stand_for(visit: Visit) -> None:
    page = visit()
    bring(page, TUNE.replace("K:G\n", "m:T=GAB\nm:~n3=n{o}n{m}n\nK:G\n").replace("|:GAB c2d", "|:T ~c3"))
    expect(bars(page)).to_have_count(8)
    bar = page.locator(".drawing svg .abcjs-l0.abcjs-m0")
    expect(bar.and_(page.locator(".abcjs-note"))).to_have_count(6)
    expect(page.locator("#findings li")).to_have_count(0)


def test_a_bracket_ends_with_the_line_of_its_ending(visit: Visit) -> None:
    page = visit()
    bring(page, "X:1\nT:Ends\nM:3/4\nL:1/4\nK:D\nd3|d3|d3|[1d2 D:|[2d2 d|\n|:g2 a|g3:|\n")
    expect(page.locator(".drawing .abcjs-ending")).to_have_count(2)


def test_findings_can_be_fixed(visit: Visit) -> None:
    page = visit()
    bring(page, TUNE.replace("T:The Anvil\n", "T:The Anvil\nT:\n").replace("AFD G3:|", "AFD G3"))
    expect(page.locator("#findings li")).to_contain_text("This repeat is not closed")
    page.get_by_role("button", name="Fix", exact=True).click()
    expect(page.get_by_text("Fixed.", exact=False)).to_be_visible()
    expect(page.locator("#findings li")).to_have_count(0)


def test_text_that_is_no_music_is_said_to_be_so(visit: Visit) -> None:
    page = visit()
    bring(page)
    written(page).fill("K:G")
    expect(page.locator("#findings li")).to_contain_text("There is no note in this tune")


def test_vary_bars_and_compare_with_before(visit: Visit) -> None:
    page = visit()
    bring(page)
    pick(page, 5, 7)
    expect(page.get_by_text("Bars 5–7", exact=True)).to_be_visible()
    page.get_by_role("button", name="Vary", exact=True).click()
    expect(page.get_by_text("Varied.", exact=False)).to_be_visible()
    varied = written(page).input_value()
    assert music(varied)[:4] == music(TUNE)[:4]
    assert music(varied)[-1] == music(TUNE)[-1]
    page.get_by_role("button", name="Compare with before").click()
    before, now = page.get_by_role("region", name="Before:"), page.get_by_role("region", name="Now:")
    different = [bar for bar in range(5, 8) if music(varied)[bar - 1] != music(TUNE)[bar - 1]]
    for side in (before, now):
        expect(side.locator(".mark")).to_have_count(len(different))
        expect(side.get_by_text(re.compile(rf"^Bars? {different[0]}.* differs?\.$"))).to_be_visible()
    before.get_by_role("button", name="Play").click()
    expect(before.locator(".lit").first).to_be_attached()
    before.get_by_role("button", name="Work on this").click()
    assert music(written(page).input_value()) == music(TUNE)
    page.get_by_role("button", name="Undo").click()
    expect(written(page)).to_have_value(varied)


def test_a_pickup_is_bar_0_as_players_and_the_service_count(visit: Visit) -> None:
    page = visit()
    identity = bring(page, "X:1\nT:The Latch\nM:6/8\nL:1/8\nK:G\n|: D | GAB c2d | edc BAG | ABc ded | cAF G2 :|\n")
    assert [bar.get_attribute("aria-label") for bar in bars(page).all()] == [
        "The pickup",
        *(f"Bar {n}" for n in range(1, 5)),
    ]
    pick(page, 3, 4)
    expect(page.get_by_text("Bars 2–3", exact=True)).to_be_visible()
    with page.expect_response(f"**/api/v1/tunes/{identity}/vary") as answer:
        page.get_by_role("button", name="Vary", exact=True).click()
    assert (answer.value.request.post_data_json or {})["bars"] == "2-3"
    varied = music(answer.value.json()["abc"])
    assert [varied[0], varied[1], varied[4]] == ["D", "GAB c2d", "cAF G2"]


def test_two_kept_tunes_are_compared(visit: Visit) -> None:
    page = visit()
    bring(page, TUNE.replace("The Anvil", "The Hammer").replace("|ABc ded|", "|efg agf|efg agf|"))
    bring(page)
    page.get_by_role("button", name="More for The Hammer").first.click()
    page.get_by_role("button", name="Compare with the open tune").click()
    kept = page.get_by_role("region", name="From your tunes: The Hammer")
    expect(kept.get_by_text("Bars 3–4 differ.")).to_be_visible()
    expect(page.get_by_role("region", name="On the bench: The Anvil").get_by_text("Bar 3 differs.")).to_be_visible()


def test_continue_a_tune(visit: Visit) -> None:
    page = visit()
    bring(page)
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_text("Continued.", exact=False)).to_be_visible()
    expect(bars(page).nth(8)).to_be_attached()
    page.get_by_role("link", name="See what it was made from.").click()
    expect(bars(page)).to_have_count(8)


def test_write_chords_and_transpose(visit: Visit) -> None:
    page = visit()
    bring(page)
    page.get_by_role("button", name="Write chords").click()
    expect(page.locator(".drawing .abcjs-chord").first).to_be_attached()
    expect(page.get_by_role("button", name="Write chords anew")).to_be_visible()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()
    page.get_by_role("button", name="Transpose").click()
    page.get_by_role("button", name="2 semitones up").click()
    expect(page.locator(".heading li").filter(has_text="A major")).to_be_visible()


def test_how_new_it_is_with_the_nearest_known_tunes(visit: Visit) -> None:
    page = visit()
    known = (
        "X:1\nT:Mine\nR:jig\nM:6/8\nL:1/8\nK:D\n|:AFA AFA|DFA dAF|GBG FAF|EFE EFG|AFA AFA|DFA dAF|GBG FAF|EFD D2:|\n"
    )
    bring(page, known)
    new = page.get_by_role("region", name="How new it is")
    expect(new.get_by_text(re.compile(r"“The Burning Brakes”.*\d+% of this one in it"))).to_be_visible()
    expect(new.get_by_role("listitem").first).to_contain_text(re.compile(r"\d+% alike, \d+\s+bars? shared"))
    expect(new.get_by_role("link").first).to_have_attribute("href", re.compile("^https://"))
