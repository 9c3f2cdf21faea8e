"""Sound: a performance as samples, played by a soundfont.

One channel at 44,100 Hz: the soundfont's own samples are mono, and a second channel would double the time that MP3
takes to more than a second for a minute of music.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from symusic.core import NoteSecondList, ScoreSecond, Synthesizer, TrackSecond

from tunesmith.errors import RenderError
from tunesmith.rendering.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from tunesmith.rendering.performance import Performance, PlayedNote

__all__ = ["RATE", "TAIL_SECONDS", "Sound", "synthesize"]

RATE: Final = 44_100
TAIL_SECONDS: Final = 1.2
FADE_IN_SECONDS: Final = 0.002
FADE_OUT_SECONDS: Final = 0.8
PEAK: Final = 10 ** (-1 / 20)  # -1 dBFS
UNDER_MELODY: Final = 10 ** (-9 / 20)  # how loud the accompaniment is beside the melody, by root mean square
LINEAR_INTERPOLATION: Final = 0
TICKS_A_QUARTER: Final = 480  # needed by symusic, without effect where times are in seconds

STRETCH_SECONDS: Final = 120

Row: TypeAlias = "tuple[float, float, PlayedNote]"
"""A note with its start and its duration in seconds."""
RENDERING = Lock()


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono sound: `samples` of shape (N,), from -1 to 1, at `rate` a second."""

    samples: npt.NDArray[np.float32]
    rate: int = RATE

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate


def synthesize(performance: Performance) -> Sound:
    """Play a performance on the soundfont.

    The sound is as long as the music and a tail of 1.2 seconds, in which the last notes die away; its highest peak lies
    at -1 dBFS. RenderError for a tune without a single note.
    """
    if not performance.melody:
        raise RenderError("this tune has no note that sounds")
    length = round((performance.duration + TAIL_SECONDS) * RATE)
    mix = part_sound(performance, performance.melody, performance.program, length)
    for part in performance.voices:
        if part.notes:
            mix += part_sound(performance, part.notes, part.program, length)
    accompaniment = (*performance.chords, *performance.bass)
    if accompaniment:
        below = part_sound(performance, accompaniment, performance.chord_program, length)
        below *= UNDER_MELODY * loudness(mix) / loudness(below)
        mix += below
    fade(mix)
    mix *= PEAK / max(float(mix.max()), -float(mix.min()))
    return Sound(mix)


def part_sound(
    performance: Performance, notes: Iterable[PlayedNote], program: int, length: int
) -> npt.NDArray[np.float32]:
    """One part alone, cut or filled up with silence to `length` samples.

    It is played a stretch at a time, since the synthesizer takes four times the memory of what it plays.
    """
    samples = np.zeros(length, np.float32)
    for first, row in stretches(performance, notes).items():
        sound = played(row, program)
        end = min(length, first + len(sound))
        samples[first:end] += sound[: end - first]
    return samples


def stretches(performance: Performance, notes: Iterable[PlayedNote]) -> dict[int, list[Row]]:
    """The notes that begin in each stretch, by its first sample; times in seconds from there.

    A note that is held longer than a stretch is struck again, so that none makes its stretch as long as the tune.
    """
    rows: dict[int, list[Row]] = {}
    for note in notes:
        start = performance.seconds(note.onset)
        duration = performance.seconds(note.onset + note.duration) - start
        strokes = max(1, math.ceil(duration / STRETCH_SECONDS))
        for stroke in range(strokes):
            struck = start + stroke * duration / strokes
            first = int(struck // STRETCH_SECONDS) * STRETCH_SECONDS
            rows.setdefault(first * RATE, []).append((struck - first, duration / strokes, note))
    return rows


def played(rows: Sequence[Row], program: int) -> npt.NDArray[np.float32]:
    """These notes on the soundfont, until the last has died away."""
    track = TrackSecond("", program, False)
    track.notes = NoteSecondList.from_numpy(
        np.array([start for start, _, _ in rows], np.float32),
        np.array([duration for _, duration, _ in rows], np.float32),
        np.array([note.pitch for _, _, note in rows], np.int8),
        np.array([note.velocity for _, _, note in rows], np.int8),
    )
    score = ScoreSecond(TICKS_A_QUARTER)
    score.tracks.append(track)
    with RENDERING:
        samples: npt.NDArray[np.float32] = synthesizer().render(score, False)[0]
    return samples


@lru_cache(maxsize=1)
def synthesizer() -> Synthesizer:
    """The synthesizer with its soundfont, loaded once."""
    return Synthesizer(str(resource("soundfont.sf3")), RATE, LINEAR_INTERPOLATION)


def loudness(samples: npt.NDArray[np.float32]) -> float:
    """The root mean square, added up second by second."""
    seconds = (samples[start : start + RATE] for start in range(0, len(samples), RATE))
    squares = sum(float(np.square(second, dtype=np.float64).sum()) for second in seconds)
    return math.sqrt(squares / len(samples)) or 1.0


def fade(samples: npt.NDArray[np.float32]) -> None:
    """Fade the sound in and out, so that neither end clicks."""
    rise, fall = round(FADE_IN_SECONDS * RATE), round(FADE_OUT_SECONDS * RATE)
    samples[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    samples[-fall:] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32)) ** 2
