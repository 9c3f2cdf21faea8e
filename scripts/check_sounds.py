"""Write random real tunes in every sound format, read each file back by another program, and measure what it holds.

    python scripts/check_sounds.py ../shared/corpus --count 300

Each tune is played by an instrument drawn at random. What libsndfile wrote is decoded by FFmpeg's libraries; what those
wrote (M4A), by the program ffmpeg; what mido wrote (MIDI), by symusic. A sound file fails that lasts more than 50 ms
longer or shorter than the music and its tail, has a sample above full scale, or is silent for two seconds longer than
the longest rest; a MIDI file, whose last note ends more than 50 ms early or late. The report is one JSON object; the
exit status is 1 if anything failed.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import symusic

from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import TunesmithError
from tunesmith.notation import Tune
from tunesmith.rendering.encoding import SOUND_FORMATS, encode
from tunesmith.rendering.listening import heard, longest_silence
from tunesmith.rendering.midi import midi_file
from tunesmith.rendering.player import INSTRUMENTS, Playing, perform
from tunesmith.rendering.sound import RATE, TAIL_SECONDS, synthesize
from tunesmith.rendering.tags import Tags

if TYPE_CHECKING:
    import numpy.typing as npt

    from tunesmith.rendering.performance import Performance

LENGTH_TOLERANCE: Final = 0.05
LONGEST_SILENCE: Final = 2.0
FULL_SCALE: Final = 1.0


@dataclass
class Report:
    """What was found: the worst of each measure by format, and every failure."""

    tunes: int = 0
    refused: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    worst: dict[str, dict[str, float]] = field(default_factory=dict)

    def note(self, kind: str, measure: str, value: float) -> None:
        """Keep the value if it is the largest so far."""
        measures = self.worst.setdefault(kind, {})
        measures[measure] = max(measures.get(measure, value), value)


def main() -> None:
    """Check as many tunes as asked for and print the report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    drawn = random.Random(asked.seed)
    report = Report()
    start = time.perf_counter()
    for source in drawn.sample(list(read_tunes(asked.corpus)), asked.count):
        instrument = drawn.choice(list(INSTRUMENTS))
        try:
            performance = perform(Tune.parse(source.abc), Playing(instrument))
            check(source.id, performance, report)
        except TunesmithError as error:
            report.refused.append(f"{source.id}: {error}")
        report.tunes += 1
    seconds = round(time.perf_counter() - start, 1)
    found = {"tunes": report.tunes, "refused": report.refused, "failures": report.failures}
    print(json.dumps(found | {"worst": report.worst, "seconds": seconds}, indent=2))
    sys.exit(bool(report.failures))


def check(name: str, performance: Performance, report: Report) -> None:
    """Write one performance in all formats and measure each file."""
    tags = Tags(name)
    sound = synthesize(performance)
    measures = {"seconds off": abs(last_sound_of_midi(performance) - last_sound(performance))}
    judge(f"{name}.mid", "mid", measures, {"seconds off": LENGTH_TOLERANCE}, report)
    limits = {
        "seconds off": LENGTH_TOLERANCE,
        "peak": FULL_SCALE,
        "silence": LONGEST_SILENCE + longest_rest(performance),
    }
    for kind in SOUND_FORMATS:
        samples, rate = (by_program if kind == "m4a" else heard)(encode(sound, kind, tags))
        measures = {
            "seconds off": abs(len(samples) / rate - performance.duration - TAIL_SECONDS),
            "peak": float(np.abs(samples).max()),
            "silence": longest_silence(samples, rate),
        }
        judge(f"{name}.{kind}", kind, measures, limits, report)


def judge(file: str, kind: str, measures: dict[str, float], limits: dict[str, float], report: Report) -> None:
    """Keep the measures of a file, and name those beyond their limits."""
    for measure, value in measures.items():
        report.note(kind, measure, round(value, 4))
        if value > limits[measure]:
            report.failures.append(f"{file}: {measure} {value:.3f}")


def last_sound(performance: Performance) -> float:
    """The second at which the last note is let go."""
    notes = (*performance.melody, *performance.chords, *performance.bass)
    return max(performance.seconds(note.onset + note.duration) for note in notes)


def last_sound_of_midi(performance: Performance) -> float:
    """The same, out of the MIDI file as symusic reads it."""
    score = symusic.Score.from_midi(midi_file(performance, Tags())).to("second")
    return max(float(note.end) for track in score.tracks for note in track.notes)


def longest_rest(performance: Performance) -> float:
    """The longest time in seconds in which nothing is written to sound."""
    notes = sorted((*performance.melody, *performance.chords, *performance.bass), key=lambda note: note.onset)
    longest = end = 0.0
    for note in notes:
        longest = max(longest, performance.seconds(note.onset) - end)
        end = max(end, performance.seconds(note.onset + note.duration))
    return max(longest, performance.duration - end)


def by_program(data: bytes) -> tuple[npt.NDArray[np.float32], int]:
    """A sound file as the program ffmpeg decodes it; MPEG-4 has its index at the end, which a pipe cannot reach."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        command = ["ffmpeg", "-v", "error", "-i", file.name, "-f", "f32le", "-ac", "1", "-ar", str(RATE), "pipe:1"]
        done = subprocess.run(command, capture_output=True, check=True)
    return np.frombuffer(done.stdout, np.float32), RATE


if __name__ == "__main__":
    main()
