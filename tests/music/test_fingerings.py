"""Fingerings of holes and buttons: as in the usual charts, and one for every note of the instrument."""

from __future__ import annotations

import pytest

from tunesmith.music.fingerings import ACCORDION, CONCERTINA, PULL, PUSH, RECORDER, WHISTLE
from tunesmith.music.instruments import INSTRUMENTS, Instrument, fingerings


@pytest.mark.parametrize(
    ("pitch", "holes", "mark"),
    [
        (62, "●●●●●●", "\u00a0"),
        (67, "●●●○○○", "\u00a0"),
        (72, "○●●○○○", "\u00a0"),
        (74, "○●●●●●", "+"),
        (79, "●●●○○○", "+"),
    ],
)
def test_the_whistle_has_the_usual_chart(pitch: int, holes: str, mark: str) -> None:
    assert WHISTLE.notes[pitch].split("\n") == [*holes, mark]
    assert not {61, 86} & set(WHISTLE.notes)


def test_the_recorder_has_baroque_fingering() -> None:
    assert RECORDER.notes[65].replace("\n", "") == "●●●●●○●●"  # the F whose cross-fingering names the system
    assert RECORDER.notes[72].replace("\n", "") == "●○●○○○○○"
    assert {marks.count("\n") for marks in RECORDER.notes.values()} == {7}


@pytest.mark.parametrize(
    ("pitch", "button", "bellows"),
    [(60, "L3", PUSH), (62, "L3", PULL), (66, "l2", PULL), (71, "R1", PULL), (72, "R1", PUSH), (73, "R1a", PUSH)],
)
def test_the_concertina_is_an_anglo_in_c_and_g(pitch: int, button: str, bellows: str) -> None:
    assert CONCERTINA.notes[pitch] == f"{button}\n{bellows}"


@pytest.mark.parametrize(
    ("pitch", "button", "bellows"),
    [(60, "C3", PUSH), (62, "C3", PULL), (64, "C4", PUSH), (66, "B5", PUSH), (71, "C6", PULL), (73, "B7", PULL)],
)
def test_the_accordion_has_a_row_in_b_and_a_row_in_c(pitch: int, button: str, bellows: str) -> None:
    assert ACCORDION.notes[pitch] == f"{button}\n{bellows}"


FINGERED = [each for each in INSTRUMENTS.values() if each.fingering]


@pytest.mark.parametrize("instrument", FINGERED, ids=[each.name for each in FINGERED])
def test_every_note_of_the_instrument_has_a_fingering(instrument: Instrument) -> None:
    assert instrument.fingering
    unfingered = [pitch for pitch in range(128) if instrument.has(pitch) and pitch not in instrument.fingering.notes]
    assert unfingered == ([86] if instrument.name == "accordion" else [])  # a piano accordion has that one too


def test_fingerings_are_found_by_name() -> None:
    assert list(fingerings()) == ["accordion", "concertina", "recorder", "whistle"]
