"""Analysis of sound files, for checks and tests: which pitch sounds, and how long nothing does."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import av
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["heard", "longest_silence", "strongest_pitch"]

HARMONICS: Final = 5
MIDI_A, CONCERT_A = 69, 440.0
NEAR: Final = 2 ** (1 / 48)  # a quarter of a semitone
SPECTRUM_SIZE: Final = 1 << 17
SILENCE: Final = 1e-3  # -60 dBFS


def strongest_pitch(samples: npt.NDArray[np.float32], rate: int, pitches: range = range(48, 97)) -> int:
    """The MIDI number whose first five harmonics are strongest, beside what lies between them."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), SPECTRUM_SIZE))
    bins = {pitch: CONCERT_A * 2 ** ((pitch - MIDI_A) / 12) * SPECTRUM_SIZE / rate for pitch in pitches}
    scores = {pitch: comb(spectrum, step) for pitch, step in bins.items()}
    return max(scores, key=lambda pitch: scores[pitch])


def comb(spectrum: npt.NDArray[np.float64], step: float) -> float:
    """What lies at a fundamental's harmonics less what lies half way between, where those of an octave below do."""
    places = np.arange(1, HARMONICS + 1, dtype=np.float64) * step
    between = places - step / 2
    return float(np.sqrt(at(spectrum, places)).sum() - np.sqrt(at(spectrum, between)).sum())


def at(spectrum: npt.NDArray[np.float64], places: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The highest value within a quarter of a semitone of each place."""
    return np.array([spectrum[int(place / NEAR) : int(place * NEAR) + 1].max(initial=0.0) for place in places])


def longest_silence(samples: npt.NDArray[np.float32], rate: int) -> float:
    """The longest stretch, in seconds, of blocks of ten milliseconds without a sample above -60 dBFS."""
    block = rate // 100
    loud = np.abs(samples[: len(samples) // block * block]).reshape(-1, block).max(axis=1) > SILENCE
    edges = np.flatnonzero(np.concatenate(([True], loud, [True])))
    return float((np.diff(edges) - 1).max()) / 100


def heard(data: bytes) -> tuple[npt.NDArray[np.float32], int]:
    """A sound file of any kind decoded by FFmpeg, as mono samples of shape (N,) and their rate."""
    with av.open(io.BytesIO(data), "r") as file:
        stream = file.streams.audio[0]
        resampler = av.AudioResampler(format="flt", layout="mono", rate=stream.rate)
        frames = [part for frame in file.decode(stream) for part in resampler.resample(frame)]
        return np.concatenate([frame.to_ndarray()[0] for frame in frames]), stream.rate
