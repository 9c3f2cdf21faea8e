"""The notes that the page plays, as `make assets` renders them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tunesmith import studio
from tunesmith.music.instruments import INSTRUMENTS, sounds
from tunesmith.rendering.listening import heard, strongest_pitch
from tunesmith.rendering.resources import resource

LAID_OUT = json.loads((Path(studio.__file__).parent / "web" / "lib" / "samples.json").read_text())
DRUMS = {each.sound.name for each in INSTRUMENTS.values() if each.sound and each.drum}
"""What has no certain pitch."""
NAMES = sorted({sound.name for sound in sounds().values()})
LETTERS = LAID_OUT["letters"]
NOTES = {midi: f"{LETTERS[midi % 12]}{midi // 12 - 1}" for midi in range(LAID_OUT["lowest"], LAID_OUT["highest"] + 1)}


def test_every_instrument_of_the_band_is_there() -> None:
    assert len(NAMES) == len(sounds())
    assert {folder.name for folder in resource("samples").iterdir()} == {f"{name}-mp3" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_no_note_is_missing(name: str) -> None:
    """One that were would silence the whole tune on the page."""
    files = {file.name for file in resource("samples").joinpath(f"{name}-mp3").iterdir()}
    assert files == {f"{note}.mp3" for note in NOTES.values()}


@pytest.mark.parametrize("name", NAMES)
def test_a_note_sounds_at_its_pitch_and_leaves_room_for_others(name: str) -> None:
    for midi in (55, 62, 69, 76, 83):
        samples, rate = heard(resource("samples").joinpath(f"{name}-mp3", f"{NOTES[midi]}.mp3").read_bytes())
        assert name in DRUMS or strongest_pitch(samples[rate // 8 : rate // 2], rate) == midi
        assert 0.03 < np.abs(samples).max() < 0.4
        assert abs(samples[-1]) < 0.01
