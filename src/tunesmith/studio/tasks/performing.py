"""A tune as it is played, for those who sound it themselves: the same notes as in every sound file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tunesmith.analysis.timeline import played_bars
from tunesmith.notation import Tune
from tunesmith.notation.meter import pulse
from tunesmith.rendering.performance import Performance, PlayedNote
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.tempo import tempo_of
from tunesmith.studio.tasks.reading import as_json

__all__ = ["PerformanceAnswer", "performed"]


@dataclass(frozen=True, slots=True)
class Sounded:
    """One sound, in seconds from the start; `line` and `column` are where it is written, if it is."""

    at: float
    lasts: float
    pitch: int
    velocity: int
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one player does, in order; `program` is the General MIDI instrument, from 0.

    Every voice but the melody is a `voice`.
    """

    name: Literal["melody", "voice", "chords", "bass"]
    program: int
    notes: list[Sounded]


@dataclass(frozen=True, slots=True)
class BarStart:
    """One playing of a written bar: its number as players count, and the second at which it begins."""

    number: int
    at: float


@dataclass(frozen=True, slots=True)
class PerformanceAnswer:
    """A performance, in seconds: its length, that of a beat and that of the pickup; and how many beats a bar has."""

    seconds: float
    beat: float
    beats: int
    pickup: float
    bars: list[BarStart]
    parts: list[Part]


def performed(abc: str, playing: Playing) -> bytes:
    """The answer of a performance as JSON."""
    tune = Tune.parse(abc)
    performance = perform(tune, playing)
    bars = played_bars(tune)
    first = bars[0].bar
    beat = beat_of(tune)
    answer = PerformanceAnswer(
        seconds=rounded(performance.duration),
        beat=rounded(performance.seconds(beat)),
        beats=round(first.capacity / beat),
        pickup=rounded(performance.seconds(first.duration)) if first.fill == "anacrusis" else 0.0,
        bars=[BarStart(number=bar.bar.number, at=rounded(performance.seconds(bar.onset))) for bar in bars],
        parts=[
            Part(name="melody", program=performance.program, notes=sounded(performance, performance.melody)),
            *(
                Part(name="voice", program=part.program, notes=sounded(performance, part.notes))
                for part in performance.voices
            ),
            Part(name="chords", program=performance.chord_program, notes=sounded(performance, performance.chords)),
            Part(name="bass", program=performance.chord_program, notes=sounded(performance, performance.bass)),
        ],
    )
    return as_json(answer)


def beat_of(tune: Tune) -> Fraction:
    """The beat that is tapped, in whole notes: the tempo's own, where a bar holds it so many times; else the pulse."""
    shortest = pulse(tune.meter)
    beat = max(shortest, tempo_of(tune).beat)
    return shortest if tune.meter.capacity % beat else beat


def sounded(performance: Performance, notes: Iterable[PlayedNote]) -> list[Sounded]:
    """Notes in seconds, in the order in which they begin."""
    return [_sounded(performance, note) for note in sorted(notes, key=lambda note: note.onset)]


def _sounded(performance: Performance, note: PlayedNote) -> Sounded:
    at = performance.seconds(note.onset)
    lasts = performance.seconds(note.onset + note.duration) - at
    line, column = (note.element.position.line, note.element.position.column) if note.element else (None, None)
    return Sounded(rounded(at), rounded(lasts), note.pitch, note.velocity, line, column)


def rounded(seconds: float) -> float:
    """To a tenth of a millisecond, which is inaudible."""
    return round(seconds, 4)
