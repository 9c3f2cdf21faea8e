"""Render the notes that the page plays: one MP3 a note and instrument, out of the shipped soundfont.

Laid out as web players of ABC ask for them: `<General MIDI name>-mp3/<note>.mp3`, flats for the black keys. Every note
from C1 to Eb7 is there, so that whatever a tune asks for sounds; those that nobody plays are kept short.
"""

from __future__ import annotations

import io
import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile

from tunesmith.music.instruments import sounds
from tunesmith.notation import Key, Meter
from tunesmith.rendering.performance import Performance, PlayedNote
from tunesmith.rendering.sound import RATE, part_sound

SOURCE: Final = Path(__file__).parents[1] / "src" / "tunesmith"
TARGET: Final = SOURCE / "rendering" / "assets" / "samples"
LAID_OUT: Final = json.loads((SOURCE / "studio" / "web" / "lib" / "samples.json").read_text())
"""What the page asks for: the notes in the folder of each sound."""

PLAYED: Final = range(36, 97)
SECONDS, SECONDS_UNPLAYED = 3.0, 0.7
FADE_SECONDS: Final = 0.25
VELOCITY: Final = 96
LOUDNESS: Final = 0.06  # root mean square of the middle notes in their first second
PEAK: Final = 0.3  # leaves room for melody, bass and three notes of a chord, which the page adds up
KEPT_RATE: Final = RATE // 2
ENCODING: Final = {"format": "MP3", "subtype": "MPEG_LAYER_III", "bitrate_mode": "VARIABLE", "compression_level": 0.7}


def main() -> None:
    """Write all notes of all instruments."""
    shutil.rmtree(TARGET, ignore_errors=True)
    letters, pitches = LAID_OUT["letters"], range(LAID_OUT["lowest"], LAID_OUT["highest"] + 1)
    for sound in sounds().values():
        folder = TARGET / f"{sound.name}-mp3"
        folder.mkdir(parents=True)
        notes = {pitch: rendered(sound.program, pitch) for pitch in pitches}
        gain = LOUDNESS / np.median([rms(notes[pitch][:KEPT_RATE]) for pitch in range(55, 85)])
        gain = min(gain, PEAK / max(float(np.abs(samples).max()) for samples in notes.values()))
        for pitch, samples in notes.items():
            (folder / f"{letters[pitch % 12]}{pitch // 12 - 1}.mp3").write_bytes(mp3(samples * np.float32(gain)))


def rendered(program: int, pitch: int) -> npt.NDArray[np.float32]:
    """One note at the rate that is kept, faded out at its end."""
    seconds = SECONDS if pitch in PLAYED else SECONDS_UNPLAYED
    note = PlayedNote(Fraction(0), Fraction(seconds), pitch, VELOCITY)
    always = (Fraction(0), Fraction(60))  # a whole note a second
    stage = Performance(
        (note,), (), (), (), Fraction(seconds), (always,), ((Fraction(0), Meter.parse("C")),),
        ((Fraction(0), Key.parse("C")),), program, 0,
    )  # fmt: skip
    samples = halved(part_sound(stage, (note,), program, round(seconds * RATE)))
    fade = round(FADE_SECONDS * KEPT_RATE)
    samples[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return samples


def halved(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Every second sample, after a filter that leaves nothing above half the new rate (a windowed sinc of 63 taps)."""
    taps = np.arange(-31, 32)
    kernel = np.sinc(taps * 0.47) * np.hamming(len(taps)) * 0.47
    return np.convolve(samples, kernel, mode="same")[::2].astype(np.float32)


def rms(samples: npt.NDArray[np.float32]) -> float:
    """The root mean square."""
    return float(np.sqrt(np.mean(np.square(samples))))


def mp3(samples: npt.NDArray[np.float32]) -> bytes:
    """One note as an MP3 file."""
    data = io.BytesIO()
    with soundfile.SoundFile(data, "w", KEPT_RATE, 1, **ENCODING) as file:
        file.write(samples)
    return data.getvalue()


if __name__ == "__main__":
    main()
