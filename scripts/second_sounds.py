"""How rough second voices sound beside others below the same melodies, measured in the sound files.

    python scripts/second_sounds.py ../shared/corpus/session2021.jsonl.gz --count 20

Each tune is rendered as two fiddles without accompaniment: with the second voice that is written, with a third
of the scale below each note, and with notes of the scale by chance. The roughness of a beat is that of its partials, in
pairs, by the curve of R. Plomp and W. Levelt as W. Sethares gives it (Tuning, Timbre, Spectrum, Scale, 1998, appendix
E), for amplitudes that sum to one. The table has the mean over the beats of the tunes, and that of the melody alone.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track

from tunesmith.analysis.second_voice import moments_of, with_second_voice
from tunesmith.analysis.second_writing import with_voice
from tunesmith.analysis.seconding import Moment, notes_below
from tunesmith.corpus.sources import read_tunes
from tunesmith.music.instruments import INSTRUMENTS
from tunesmith.notation import Pitch, Tune
from tunesmith.notation.meter import pulse
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.sound import RATE, synthesize

WINDOW, AFTER = 0.12, 0.04  # seconds of a beat that are looked at, from so long after its start
HIGHEST, PARTIALS, FLOOR = 5000.0, 24, 0.01
PLAYING = Playing(instrument="fiddle", accompaniment="none", swing=0.0, ornaments=False)
FIDDLE = INSTRUMENTS["fiddle"]
Chooser = Callable[[Moment], Pitch | None]


def main() -> None:
    """Read the arguments, render, print the table."""
    parser = argparse.ArgumentParser(description="How rough second voices sound.")
    parser.add_argument("source", type=Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    found: dict[str, list[float]] = {}
    for source in track(rng.sample(list(read_tunes(options.source)), options.count), console=Console(stderr=True)):
        tune = Tune.parse(source.abc)
        texts = {
            "the melody alone": tune.text,
            "the second voice": with_second_voice(tune, "fiddle"),
            "a third below": below(tune, third),
            "by chance": below(tune, lambda moment: rng.choice(notes_below(moment, FIDDLE))),
        }
        for name, text in texts.items():
            found.setdefault(name, []).extend(roughness_of_beats(Tune.parse(text)))
    for name, values in found.items():
        print(f"{mean(values):8.4f}  {name}, {len(values)} beats")


def below(tune: Tune, choose: Chooser) -> str:
    """The tune with what is chosen for each note below it."""
    return with_voice(tune, {id(note): choose(moment) for note, moment in moments_of(tune)})


def third(moment: Moment) -> Pitch | None:
    """The note of the scale that is a third below."""
    thirds = [p for p in notes_below(moment, FIDDLE) if p is None or moment.top - p.midi in (3, 4)]
    return thirds[0] if thirds else None


def roughness_of_beats(tune: Tune) -> list[float]:
    """The roughness of each beat on which the melody strikes a note."""
    performance = perform(tune, PLAYING)
    samples = synthesize(performance).samples
    beat = pulse(tune.meter)
    starts = sorted({note.onset for note in performance.melody if not note.onset % beat})
    return [roughness(window(samples, performance.seconds(start))) for start in starts]


def window(samples: npt.NDArray[np.float32], second: float) -> npt.NDArray[np.float64]:
    """What sounds a moment after a second."""
    first = int((second + AFTER) * RATE)
    return samples[first : first + int(WINDOW * RATE)].astype(np.float64)


def roughness(samples: Sequence[float] | npt.NDArray[np.float64]) -> float:
    """The roughness of a stretch of sound, of all pairs of its strongest partials."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 15))
    spectrum = spectrum[: int(HIGHEST * (1 << 15) / RATE)]
    peaks = np.flatnonzero((spectrum[1:-1] > spectrum[:-2]) & (spectrum[1:-1] >= spectrum[2:])) + 1
    peaks = peaks[spectrum[peaks] > FLOOR * spectrum.max(initial=0.0)]
    peaks = peaks[np.argsort(spectrum[peaks])[-PARTIALS:]]
    frequencies, amplitudes = peaks * RATE / (1 << 15), spectrum[peaks] / max(spectrum[peaks].sum(), 1e-12)
    low = np.minimum.outer(frequencies, frequencies)
    apart = np.abs(np.subtract.outer(frequencies, frequencies)) * 0.24 / (0.0207 * low + 18.96)
    curve = 5 * np.exp(-3.51 * apart) - 5 * np.exp(-5.75 * apart)
    return float((np.minimum.outer(amplitudes, amplitudes) * curve).sum() / 2)


if __name__ == "__main__":
    main()
