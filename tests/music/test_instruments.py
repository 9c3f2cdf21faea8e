"""Instruments: that each record holds together, and that all rooms read it."""

from __future__ import annotations

import pytest

from tunesmith.composing.outlines import outline_of
from tunesmith.composing.request import Request
from tunesmith.errors import RequestError
from tunesmith.music.instruments import INSTRUMENTS, Instrument, accompanying, names_of, playable, sounding, tunings
from tunesmith.notation import Tune
from tunesmith.rendering.player import Playing, perform

SCALE = "X:1\nM:4/4\nL:1/4\nK:G\nG A B c |]\n"


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=INSTRUMENTS)
def test_a_record_holds_together(instrument: Instrument) -> None:
    assert instrument.sound or instrument.range or instrument.tunings
    if instrument.range:
        lowest, highest = instrument.range
        assert 0 <= lowest < lowest + 12 <= highest <= 127
    if instrument.hands:
        assert instrument.sound
        assert instrument.hands.lowest_bass < instrument.hands.lowest_chord


def test_a_tune_is_composed_within_the_range_of_the_instrument() -> None:
    outline = outline_of(Request(instrument="tin-whistle"), {})
    assert (outline.lowest, outline.highest) == INSTRUMENTS["tin-whistle"].range
    assert not outline.chords


def test_an_instrument_may_be_called_by_its_other_names() -> None:
    assert names_of(["tin-whistle"]) == ["tin-whistle", "tin whistle", "whistle"]
    assert outline_of(Request(instrument="whistle"), {}) == outline_of(Request(instrument="tin-whistle"), {})
    assert perform(Tune.parse(SCALE), Playing("whistle")) == perform(Tune.parse(SCALE), Playing("tin-whistle"))


@pytest.mark.parametrize("name", sounding())
def test_who_has_a_sound_plays(name: str) -> None:
    assert perform(Tune.parse(SCALE), Playing(name)).program == sounding()[name].program


def test_who_has_none_does_not_play() -> None:
    with pytest.raises(RequestError, match=r"instrument must be one of accordion, banjo, .*, not 'pipes'"):
        perform(Tune.parse(SCALE), Playing("pipes"))


def test_what_plays_along_and_what_is_composed_for() -> None:
    assert set(accompanying()) == {"bodhrán", "bouzouki", "drone", "guitar", "piano"}
    assert not {"bodhrán", "drone"} & set(sounding())
    assert set(playable()) == {
        "accordion", "banjo", "bouzouki", "concertina", "fiddle", "flute", "guitar", "harmonica", "mandolin", "pipes",
        "recorder", "tin-whistle", "ukulele",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "has", "lacks"),
    [
        ("tin-whistle", [62, 66, 72, 73, 83], [61, 65, 68, 70, 75, 84]),
        ("harmonica", [60, 67, 69 + 12], [65, 69, 95]),
        ("concertina", [55, 60, 66, 70], [56, 54]),
        ("fiddle", [55, 56, 88], [54, 89]),
    ],
)
def test_an_instrument_has_certain_notes(name: str, has: list[int], lacks: list[int]) -> None:
    assert all(INSTRUMENTS[name].has(pitch) for pitch in has)
    assert not any(INSTRUMENTS[name].has(pitch) for pitch in lacks)


def test_every_tuning_has_a_name_of_its_own() -> None:
    assert len(tunings()) == sum(len(instrument.tunings) for instrument in INSTRUMENTS.values())
