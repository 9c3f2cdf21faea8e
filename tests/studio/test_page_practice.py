"""Practice on the page: call and answer, a drum to play to, a silent melody; and the way from the text to its note."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.visiting import TUNE, Visit, bring

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]

LISTEN = """(() => {
  window.sounded = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (when) {
    window.sounded.push({ when, seconds: this.buffer.duration });
    return start.call(this, when);
  };
})()"""
"""Writes down when each recorded note is started, in seconds of the audio's own clock."""

BEAT = 0.2  # seconds
PHRASE = 4 * 2 * BEAT  # of four bars


def sounded(page: Page, count: int) -> list[float]:
    """When the first notes sound, in seconds from the first of them, once so many have been started."""
    page.wait_for_function("count => window.sounded.length >= count", arg=count)
    notes: list[dict[str, Any]] = page.evaluate("window.sounded")
    return [note["when"] - notes[0]["when"] for note in notes[:count]]


def test_a_phrase_is_played_and_then_its_time_is_left_for_the_answer(visit: Visit) -> None:
    page = visit(script=LISTEN)
    bring(page, TUNE.replace("K:G\n", "Q:3/8=300\nK:G\n").replace("R:jig\n", "").replace("|:", "|").replace(":|", "|"))
    page.get_by_role("button", name="Sound").click()
    page.get_by_label("Swing").select_option("Even")
    page.get_by_label("Accompanied by chords").uncheck()
    page.get_by_label("Call and answer").select_option("I answer each 4 bars")
    page.get_by_role("button", name="Play", exact=True).click()
    times = sounded(page, 22)  # 21 notes in the first phrase
    assert times[20] == pytest.approx(PHRASE - BEAT, abs=0.02)
    assert times[21] == pytest.approx(2 * PHRASE, abs=0.02)
    page.get_by_role("button", name="Pause").click()
    page.get_by_label("Place in the tune").fill(str(PHRASE + 0.5))  # bars and notes go on in the answer, as a guide
    expect(page.locator("#bar-2.playing")).to_be_attached()
    expect(page.locator(".drawing .lit")).not_to_have_count(0)
    expect(page.get_by_text("/ 0:06")).to_be_visible()


def test_a_drum_plays_on_each_eighth_while_the_melody_is_silent(visit: Visit) -> None:
    page = visit(script=LISTEN)
    bring(page, TUNE.replace("K:G\n", "Q:3/8=100\nK:G\n"))
    page.get_by_role("button", name="Sound").click()
    page.get_by_label("Swing").select_option("Even")
    page.get_by_label("Mute the melody").check()
    page.get_by_label("Backing", exact=True).select_option("Bodhrán")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/samples/" in request.url else None)
    page.get_by_role("button", name="Play", exact=True).click()
    assert sounded(page, 6) == pytest.approx([number * 0.2 for number in range(6)], abs=0.02)
    assert {url.split("/")[-2] for url in asked} == {"taiko_drum-mp3"}
    with page.expect_request(re.compile("/samples/accordion-mp3/")):
        page.get_by_label("Backing", exact=True).select_option("Drone")
    page.get_by_role("button", name="Pause").click()

    area = page.locator("#abc")
    area.focus()
    area.evaluate("area => area.setSelectionRange(area.value.indexOf('c2e'), area.value.indexOf('c2e'))")
    expect(page.locator(".drawing .abcjs-note.at-caret")).to_have_count(1)
    assert (
        page.locator(".drawing .abcjs-note").evaluate_all(
            "notes => notes.findIndex((note) => note.classList.contains('at-caret'))"
        )
        == 26
    )  # after the 21 notes of the first part and the 5 of the fifth bar
