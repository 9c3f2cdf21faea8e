"""The soundfont that `make assets` makes: any synthesizer plays it in tune, from the MIDI files written here."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import soundfile

from tunesmith.music.instruments import sounding
from tunesmith.notation import Tune
from tunesmith.rendering.listening import strongest_pitch
from tunesmith.rendering.midi import midi_file
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.resources import resource
from tunesmith.rendering.tags import Tags

if TYPE_CHECKING:
    from pathlib import Path

SCALE = "X:1\nM:4/4\nL:1/4\nQ:1/4=120\nK:G\nG A B c | d e f g | a b c' d' |]\n"


@pytest.mark.parametrize("instrument", sounding())
def test_fluidsynth_plays_the_scale_that_was_written(instrument: str, tmp_path: Path) -> None:
    if shutil.which("fluidsynth") is None:
        pytest.skip("the program fluidsynth is not installed")
    performance = perform(Tune.parse(SCALE), Playing(instrument, "none", swing=0, ornaments=False))
    midi, wav = tmp_path / "scale.mid", tmp_path / "scale.wav"
    midi.write_bytes(midi_file(performance, Tags()))
    command = ["fluidsynth", "-ni", "-q", "-R", "0", "-F", str(wav), str(resource("soundfont.sf3")), str(midi)]
    subprocess.run(command, check=True, capture_output=True)
    samples, rate = soundfile.read(wav, dtype="float32")
    for note in performance.melody:
        start = performance.seconds(note.onset)
        heard = samples[round((start + 0.06) * rate) : round((start + 0.4) * rate), 0]
        assert strongest_pitch(heard, rate) == note.pitch
