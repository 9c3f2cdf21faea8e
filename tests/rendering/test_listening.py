from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.rendering.listening import longest_silence, strongest_pitch

if TYPE_CHECKING:
    import numpy.typing as npt

RATE = 8_000


def tone(pitch: int) -> npt.NDArray[np.float32]:
    """Half a second of three harmonics, each half as loud as the one before."""
    times = np.arange(RATE // 2) / RATE
    frequency = 440 * 2 ** ((pitch - 69) / 12)
    waves: npt.NDArray[np.float64] = sum(
        (np.sin(2 * np.pi * frequency * n * times) / 2**n for n in (1, 2, 3)), start=np.zeros(len(times))
    )
    return waves.astype(np.float32)


@pytest.mark.parametrize("pitch", [62, 69, 81])
def test_the_pitch_of_a_tone_is_heard_and_not_its_octave(pitch: int) -> None:
    assert strongest_pitch(tone(pitch), RATE) == pitch


def test_a_tone_is_heard_through_noise() -> None:
    noise = np.random.default_rng(0).normal(0, 0.2, RATE // 2).astype(np.float32)
    assert strongest_pitch(tone(69) + noise, RATE) == 69


@pytest.mark.parametrize(
    ("loud", "silent"), [([(0.0, 0.2), (0.5, 1.0)], 0.3), ([(0.0, 1.0)], 0.0), ([(0.6, 0.7)], 0.6), ([], 1.0)]
)
def test_a_silence_is_the_longest_stretch_without_a_sound(loud: list[tuple[float, float]], silent: float) -> None:
    samples = np.full(RATE, 5e-4, np.float32)  # below -60 dBFS
    for begin, end in loud:
        samples[int(begin * RATE) : int(end * RATE)] = 0.1
    assert longest_silence(samples, RATE) == pytest.approx(silent)
