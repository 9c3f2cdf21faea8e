"""Playing on the page: notes lit, loops, and everything that changes how a tune sounds."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.visiting import TUNE, Visit, bring, pick, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]


SLOW_DRAWING = """{
  const now = performance.now.bind(performance);
  let late = 0;
  performance.now = () => now() + (late += 200);
}"""
"""Each drawing seems to have taken long, so that the next one waits."""
EDIT_AND_PLAY = """async (abc) => {
  const text = document.getElementById("abc");
  text.value = abc;
  text.dispatchEvent(new Event("input", { bubbles: true }));
  for (let turn = 0; turn < 20; turn += 1) await null;  // the page takes the text, and waits before it draws
  document.querySelector("button[aria-label=Play]").click();
}"""


def play(page: Page) -> None:
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".drawing .lit").first).to_be_attached()


def lit_note(page: Page) -> int:
    """Which note of the score is lit, counted from 0."""
    notes = page.locator(".drawing .abcjs-note")
    index: int = notes.evaluate_all("notes => notes.findIndex((note) => note.classList.contains('lit'))")
    return index


def test_each_note_is_lit_when_it_sounds(visit: Visit) -> None:
    page = visit()
    bring(page)
    play(page)
    page.get_by_role("button", name="Pause").click()
    place, beat = page.get_by_label("Place in the tune"), 60 / 112
    for beats, note in ((0, 0), (2, 5), (8, 0), (20, 31)):  # after 8 beats the first part is repeated
        place.fill(str(round(beats * beat + 0.05, 1)))
        assert lit_note(page) == note
    assert page.locator(".bar.playing").count() == 1


def test_play_means_the_text_that_is_there_even_before_it_is_drawn(visit: Visit) -> None:
    page = visit(script=SLOW_DRAWING)
    bring(page)
    page.evaluate(EDIT_AND_PLAY, TUNE.replace("GAB c2d", "BAG c2d"))
    expect(page.locator(".drawing .lit").first).to_be_attached()
    page.get_by_role("button", name="Pause").click()
    assert "BAG c2d" in written(page).input_value()


def test_bars_are_looped(visit: Visit) -> None:
    page = visit()
    bring(page)
    pick(page, 3, 3)
    page.get_by_role("button", name="Loop", exact=True).click()
    expect(page.get_by_text("Looping bar 3")).to_be_visible()
    expect(page.locator(".bar.playing")).to_have_id("bar-3")
    place = page.get_by_label("Place in the tune").element_handle()
    page.wait_for_function("input => input.valueAsNumber > 2.8", arg=place)
    page.wait_for_function("input => input.valueAsNumber < 2.4", arg=place)
    page.get_by_role("button", name="End loop").click()
    expect(page.get_by_text("Looping bar 3")).to_be_hidden()
    page.wait_for_function("() => document.querySelector('.bar.playing')?.id === 'bar-4'")  # it looks at every frame


def test_instrument_chords_and_swing(visit: Visit) -> None:
    page = visit()
    bring(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/samples/" in request.url else None)
    page.get_by_role("button", name="Sound").click()
    page.get_by_label("Accompanied by chords").uncheck()
    page.get_by_label("Instrument", exact=True).select_option("Flute")
    page.get_by_label("Swing").select_option("Two to one")
    with page.expect_request("**/api/v1/performance") as performance:
        play(page)
    assert (performance.value.post_data_json or {})["swing"] == 1
    assert asked
    assert all("/flute-mp3/" in url for url in asked)
    with page.expect_request(re.compile("/samples/acoustic_guitar_steel-mp3/")):
        page.get_by_label("Accompanied by chords").check()
    page.reload()
    page.get_by_role("button", name="Sound").click()
    expect(page.get_by_label("Instrument", exact=True)).to_have_value("flute")


def test_the_page_swings_as_the_service_does(visit: Visit) -> None:
    page = visit()
    hornpipe = TUNE.replace("R:jig\nM:6/8", "R:hornpipe\nM:2/4").replace("GAB c2d|", "GABc|")
    bring(page, hornpipe)
    page.get_by_role("button", name="Sound").click()
    with page.expect_response("**/api/v1/performance") as answer:
        play(page)
    onsets = [note["at"] for note in answer.value.json()["parts"][0]["notes"][:3]]
    assert onsets[1] - onsets[0] > 1.2 * (onsets[2] - onsets[1])
    page.get_by_role("button", name="Pause").click()
    for seconds, note in ((onsets[1] - 0.05, 0), (onsets[1] + 0.05, 1)):
        page.get_by_label("Place in the tune").fill(str(round(seconds, 1)))
        assert lit_note(page) == note


def test_speed_and_count_in(visit: Visit) -> None:
    page = visit()
    bring(page)
    expect(page.get_by_text("0:00 / 0:17")).to_be_visible()
    page.get_by_role("button", name="Sound").click()
    page.get_by_label("Count in").check()
    page.get_by_label("Speed").fill("50")
    expect(page.get_by_text("0:00 / 0:34")).to_be_visible()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_text("Counting in…")).to_be_visible()
    expect(page.get_by_text("50 %, 56 beats a minute")).to_be_visible()
    expect(page.locator(".drawing .lit").first).to_be_attached()
    expect(page.get_by_text("Counting in…")).to_be_hidden()


def test_the_whole_tune_is_played_several_times_and_faster_each_time(visit: Visit) -> None:
    page = visit()
    bring(page, TUNE.replace("K:G\n", "Q:3/8=150\nK:G\n").partition("|:g2f")[0])
    page.get_by_role("button", name="Sound").click()
    page.get_by_label("The whole tune").select_option("3 times")
    page.get_by_label("Faster each time, in a loop too").select_option("by 10 %")
    page.get_by_label("Up to").fill("115")
    play(page)
    for time, percent in ((1, 100), (2, 110), (3, 115)):
        expect(page.get_by_text(f"Time {time} of 3")).to_be_visible()
        expect(page.get_by_text(f"{percent} %, ", exact=False).first).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_volumes_backing_and_metronome(visit: Visit) -> None:
    page = visit()
    bring(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/samples/" in request.url else None)
    page.get_by_role("button", name="Sound").click()
    page.get_by_label("Volume of the melody").fill("0")
    page.get_by_label("Backing", exact=True).select_option("Piano")
    page.get_by_label("Metronome").check()
    with page.expect_request("**/api/v1/performance") as performance:
        play(page)
    assert (performance.value.post_data_json or {})["accompaniment"] == "piano"
    assert asked
    assert all("/acoustic_grand_piano-mp3/" in url for url in asked)
    page.get_by_role("button", name="Pause").click()
    page.get_by_label("Volume of the melody").fill("60")
    with page.expect_request(re.compile("/samples/violin-mp3/")):
        page.get_by_role("button", name="Play", exact=True).click()


def test_a_note_is_played_from_and_found_in_the_text(visit: Visit) -> None:
    page = visit()
    abc = TUNE.replace("ABc dBG|", 'A"D"Bc dBG|')
    bring(page, abc)
    index = 21 + 5 + 5 + 1  # the B of the seventh bar
    expect(page.locator(".drawing .abcjs-note").nth(index)).to_be_attached()
    place = page.evaluate(
        """index => {
          const note = document.querySelectorAll(".drawing .abcjs-note")[index].getBoundingClientRect();
          const bar = document.getElementById("bar-7").getBoundingClientRect();
          return { x: note.left + note.width / 2 - bar.left, y: bar.height / 2 };
        }""",
        index,
    )
    page.locator("#bar-7").click(position=place)
    page.get_by_role("button", name="Play from this note").click()
    page.wait_for_function(
        """index => [...document.querySelectorAll(".drawing .abcjs-note")].findIndex(
          (note) => note.classList.contains("lit")) >= index""",
        arg=index,
    )
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Show it in the text").click()
    expect(page.locator("#abc")).to_be_focused()
    selected = page.evaluate("""() => {
      const { value, selectionStart, selectionEnd } = document.activeElement;
      return value.slice(selectionStart, selectionEnd);
    }""")
    assert selected == "B"
