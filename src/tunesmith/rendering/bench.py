"""How long rendering takes, side by side with the programs that are usually asked: abcm2ps and fluidsynth.

Those run as programs of their own, and starting one is part of what it costs; Tunesmith's engraver and synthesizer are
warm, as they are in a service or from the second tune on.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final, TypeAlias

from tunesmith.notation import Tune
from tunesmith.rendering import render
from tunesmith.rendering.player import perform
from tunesmith.rendering.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["TUNE", "RenderingTime", "music_seconds", "rendering_times"]

Job: TypeAlias = "tuple[str, str, Callable[[], object]]"  # format, program, what makes the file

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
    """How long a program took to make one file of this format from ABC: the median, in seconds."""

    format: str
    program: str
    seconds: float


def rendering_times(rounds: int = 5) -> list[RenderingTime]:
    """Time every format on one jig of three parts (`music_seconds` of music); programs not installed are left out."""
    ours = ((name, "tunesmith", partial(render, TUNE, name)) for name in FORMATS)
    with tempfile.TemporaryDirectory() as folder:
        makers: Iterable[Job] = chain(ours, others(Path(folder)))
        return [RenderingTime(name, program, timed(maker, rounds)) for name, program, maker in makers]


def music_seconds() -> float:
    """How long the tune lasts."""
    return perform(Tune.parse(TUNE)).duration


def others(folder: Path) -> Iterator[Job]:
    """The programs that are installed, each as a function that runs it on the tune."""
    (folder / "tune.abc").write_text(TUNE, encoding="utf-8")
    (folder / "tune.mid").write_bytes(render(TUNE, "mid"))
    commands = (
        ("svg", ["abcm2ps", "-q", "-g", "-O", "score", "tune.abc"]),
        (
            "wav",
            ["fluidsynth", "-ni", "-q", "-r", "44100", "-F", "out.wav", str(resource("soundfont.sf3")), "tune.mid"],
        ),
    )
    for name, command in commands:
        if shutil.which(command[0]):
            yield name, command[0], partial(subprocess.run, command, cwd=folder, check=True, capture_output=True)


def timed(maker: Callable[[], object], rounds: int) -> float:
    """The median time of so many runs after one that warms up."""
    times = []
    for _ in range(rounds + 1):
        start = perf_counter()
        maker()
        times.append(perf_counter() - start)
    return median(times[1:])
