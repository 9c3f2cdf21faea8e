"""How long rendering takes, side by side with the programs that people usually run: abcm2ps and fluidsynth.

Those run as programs of their own, and starting one is part of what it costs. Tunesmith's engraver and synthesizer are
warm, as they are in a service or from the second tune on; its command, which starts them, is timed as well. All take
turns, and what is counted is the time of processors, whoever else uses them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from typing import TYPE_CHECKING, Final, TypeAlias

from tunesmith.notation import Tune
from tunesmith.rendering import render
from tunesmith.rendering.player import perform
from tunesmith.rendering.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["TUNE", "RenderingTime", "music_seconds", "rendering_times"]

RenderingTask: TypeAlias = "tuple[str, str, Callable[[], object]]"  # format, program, what makes the file

OURS: Final = "tunesmith"
FORMATS: Final = ("svg", "png", "pdf", "mid", "wav", "mp3", "mp4")
TUNE: Final = """X:1
T:The Clock on the Bench
R:jig
M:6/8
L:1/8
K:D
A |: "D" d2 f "A"afe | "G" g2 e "D" fdA | "G" Bcd "D" A2 F | "Em" GFE "A" E2 A |
"D" d2 f "A" afe | "G" gfg "D" (3aba f | "G" g2 B "A" cBc |1 "D" d3 d2 A :|2 "D" d3 d2 f ||
|: "D" a2 f {g}fdf | "G" gbg "D" fdA | "G" B2 d "D" AFD | "Em" EFG "A" Ace |
"D" a2 f {g}fdf | "G" gbg "D" f2 d | "G" Bed "A" cAc |1 "D" d3 d2 f :|2 "D" d3 d2 A ||
|: "Bm" F2 B B>cd | "G" dcB "D" AFD | "Bm" FAB "F#m" c2 A | "G" BAG "A" E2 A |
"Bm" F2 B B>cd | "G" dcB "D" A2 d | "G" gfe "A" [ce]dc |1 "D" d3 d2 A :|2 "D" d6 |]
"""


@dataclass(frozen=True, slots=True)
class RenderingTime:
    """How long a program took to make one file of this format from ABC: processor seconds, round by round."""

    format: str
    program: str
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The round in the middle."""
        return median(self.rounds)

    @property
    def spread(self) -> float:
        """How far apart the fastest and the slowest round are, as a share of the median."""
        return (max(self.rounds) - min(self.rounds)) / self.median


def rendering_times(rounds: int = 5) -> list[RenderingTime]:
    """Time every format on one jig of three parts (`music_seconds` of music); programs not installed are left out."""
    ours = ((name, OURS, partial(render, TUNE, name)) for name in FORMATS)
    times: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        jobs: list[RenderingTask] = [*ours, *others(Path(folder))]
        for _ in range(rounds + 1):
            for name, program, make in jobs:
                times[name, program].append(seconds(make))
    return [
        RenderingTime(name, program, tuple(taken[1:])) for (name, program), taken in times.items()
    ]  # 1st: warming up


def music_seconds() -> float:
    """How long the tune lasts."""
    return perform(Tune.parse(TUNE)).duration


def others(folder: Path) -> Iterator[RenderingTask]:
    """The programs that are installed, and our own command, each as a function that runs it on the tune."""
    (folder / "tune.abc").write_text(TUNE, encoding="utf-8")
    (folder / "tune.mid").write_bytes(render(TUNE, "mid"))
    soundfont = str(resource("soundfont.sf3"))
    command = [sys.executable, "-m", "tunesmith.cli", "render", "tune.abc", "--out"]
    commands = (
        ("svg", f"{OURS}, started anew", [*command, "ours.svg"]),
        ("svg", "abcm2ps", ["abcm2ps", "-q", "-g", "-O", "score", "tune.abc"]),
        ("wav", f"{OURS}, started anew", [*command, "ours.wav"]),
        ("wav", "fluidsynth", ["fluidsynth", "-ni", "-q", "-r", "44100", "-F", "out.wav", soundfont, "tune.mid"]),
    )
    for name, program, words in commands:
        if shutil.which(words[0]):
            yield name, program, partial(subprocess.run, words, cwd=folder, check=True, capture_output=True)


def seconds(make: Callable[[], object]) -> float:
    """The processor time that it takes, with the programs that it starts."""
    start = used()
    make()
    return used() - start


def used() -> float:
    """The processor time of this process, and of those that it started and that have ended."""
    usages = (getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
