"""Render random real and composed tunes in every format, and have each file read by a program that did not write it.

    python scripts/check_rendering.py --corpus ../shared/corpus --composed --count 300 --log check.jsonl

Each tune is played by a random instrument; the composed ones are in random rhythms, keys and forms;
fifty tunes at a time also make a tunebook. `reading_back.py` says what is measured and how much may be off. Tunes are
rendered in a process of their own, so that its death is a failure like others. With `--log`, what is done is kept in
that file, and a run that was interrupted goes on after it. The table goes to standard output; the exit status is 1 if
anything failed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from subprocess import CalledProcessError
from typing import TYPE_CHECKING, Any, Final

from reading_back import LIMITS, READERS, Expected, book
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tunesmith.composing import Composer, Request
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import TunesmithError
from tunesmith.music.instruments import sounding
from tunesmith.music.rhythms import composable
from tunesmith.notation import Tune
from tunesmith.rendering import RenderOptions, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reading_back import Measures

KEYS: Final = (
    "C",
    "G",
    "D",
    "A",
    "E",
    "F",
    "Bb",
    "Amin",
    "Emin",
    "Bmin",
    "Dmin",
    "Gmin",
    "Ador",
    "Edor",
    "Dmix",
    "Amix",
)
FORMS: Final = ("AB", "AABB", "AABBCC", "ABAB")
BARS: Final = (4, 8, 16)
BOOK: Final = 50


@dataclass(frozen=True, slots=True)
class Job:
    """A tune to be rendered, or several as a book; `formats` other than a book's."""

    name: str
    texts: tuple[str, ...]
    instrument: str
    formats: tuple[str, ...]


@dataclass
class Found:
    """What became of a job: by format the measures, the seconds of rendering, why it was refused; and what failed."""

    name: str
    measures: dict[str, Measures] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    failures: list[tuple[str, str]] = field(default_factory=list)


def main() -> None:
    """Check what was asked for, print the table, and fail if anything did."""
    asked = arguments()
    jobs = [job for kind in kinds(asked) for job in kind]
    done = {found.name: found for found in logged(asked.log)}
    try:
        for found in carried_out([job for job in jobs if job.name not in done]):
            done[found.name] = found
            if asked.log:
                with asked.log.open("a", encoding="utf-8") as log:
                    log.write(json.dumps(asdict(found)) + "\n")
    except KeyboardInterrupt:
        print(f"interrupted after {len(done)} of {len(jobs)}", file=sys.stderr)
    results = [done[job.name] for job in jobs if job.name in done]
    show(results, as_json=asked.json)
    sys.exit(any(found.failures for found in results))


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, help="a file or folder of real tunes")
    parser.add_argument("--composed", action="store_true", help="compose tunes with the shipped model")
    parser.add_argument("--count", type=int, default=300, help="tunes of either kind")
    parser.add_argument("--to", default=",".join((*READERS, "book")), help="formats; all if nothing is said")
    parser.add_argument("--films", type=int, help="tunes of either kind that become films; all if nothing is said")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--log", type=Path, help="where to keep what is done")
    parser.add_argument("--json", action="store_true", help="print the table as JSON")
    return parser.parse_args()


def kinds(asked: argparse.Namespace) -> Iterator[list[Job]]:
    """The jobs of each kind of tune."""
    if asked.corpus:
        tunes = random.Random(asked.seed).sample(list(read_tunes(asked.corpus)), asked.count)
        yield planned("corpus", [(tune.id, tune.abc) for tune in tunes], asked)
    if asked.composed:
        yield planned("composed", list(composed(asked.count, asked.seed)), asked)


def composed(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Names and texts of composed tunes in many rhythms, keys and forms."""
    composer, generator = Composer(), random.Random(seed)
    for number in range(seed, seed + count):
        request = Request(
            rhythm=generator.choice(list(composable())),
            key=generator.choice(KEYS),
            form=generator.choice(FORMS),
            bars=generator.choice(BARS),
        )
        [composition] = composer.compose(request, seed=number)
        yield f"seed {number}, {request.rhythm} in {request.key}, {request.form}, {request.bars} bars", composition.text


def planned(kind: str, tunes: Sequence[tuple[str, str]], asked: argparse.Namespace) -> list[Job]:
    """A job for each tune, and one for each book of them."""
    generator = random.Random(asked.seed)
    films = len(tunes) if asked.films is None else asked.films
    formats = [form for form in asked.to.split(",") if form != "book"]
    jobs = [
        Job(
            f"{kind} {number} ({name})",
            (text,),
            generator.choice(list(sounding())),
            tuple(form for form in formats if form != "mp4" or number <= films),
        )
        for number, (name, text) in enumerate(tunes, start=1)
    ]
    shelves = [tunes[start : start + BOOK] for start in range(0, len(tunes), BOOK) if "book" in asked.to]
    books = (tuple(text for _, text in shelf) for shelf in shelves)
    return jobs + [Job(f"{kind} book {number}", texts, "", ("book",)) for number, texts in enumerate(books, start=1)]


def logged(log: Path | None) -> Iterator[Found]:
    """What an earlier run has done."""
    if log and log.exists():
        for line in log.read_text(encoding="utf-8").splitlines():
            yield Found(**json.loads(line))


def carried_out(jobs: Sequence[Job]) -> Iterator[Found]:
    """What becomes of each job, in a process that is replaced if it dies."""
    pool = worker()
    for job in track(jobs, "Rendering", console=Console(stderr=True)):
        try:
            yield pool.submit(carry_out, job).result()
        except BrokenProcessPool:
            pool = worker()
            yield Found(job.name, failures=[("process", "died")])
    pool.shutdown()


def worker() -> ProcessPoolExecutor:
    """A process to render in."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def carry_out(job: Job) -> Found:
    """Render a job's tunes, and have every file read."""
    found = Found(job.name)
    try:
        tunes = [Tune.parse(text) for text in job.texts]
    except TunesmithError as error:
        found.refused["abc"] = str(error)
        return found
    for form in job.formats:
        check(tunes, form, job.instrument, found)
    return found


def check(tunes: Sequence[Tune], form: str, instrument: str, found: Found) -> None:
    """Write one file, have it read, and keep the measures and those beyond their limits."""
    options: dict[str, Any] = {"instrument": instrument} if instrument else {}
    start = time.perf_counter()
    try:
        data = render(list(tunes), "pdf" if form == "book" else form, **options)
    except TunesmithError as error:
        found.refused[form] = str(error)
        return
    found.seconds[form] = time.perf_counter() - start
    try:
        measures = (
            book(data, tunes) if form == "book" else READERS[form](data, Expected(tunes[0], RenderOptions(**options)))
        )
    except (CalledProcessError, ValueError, RuntimeError, SyntaxError) as error:
        found.failures.append((form, f"cannot be read: {error}"))
        return
    found.measures[form] = {name: float(value) for name, value in measures.items()}
    found.failures += [(form, f"{name} {value:g}") for name, value in measures.items() if value > LIMITS[name]]


def show(results: Sequence[Found], as_json: bool) -> None:
    """Print how many files there are of each format, what failed, how long they took, and the worst measures."""
    refused = [f"{found.name}, {form}: {why}" for found in results for form, why in found.refused.items()]
    failures = [f"{found.name}, {form}: {what}" for found in results for form, what in found.failures]
    rows = {form: row(form, results) for form in (*READERS, "book") if any(form in found.seconds for found in results)}
    if as_json:
        print(json.dumps({"jobs": len(results), "refused": refused, "failures": failures, "formats": rows}, indent=2))
        return
    table = Table(title=f"{len(results)} tunes and books, {len(refused)} refused, {len(failures)} failures")
    for name in ("format", "files", "failed", "median s", "worst"):
        table.add_column(name, justify="left" if name in ("format", "worst") else "right")
    for form, cells in rows.items():
        worst = ", ".join(f"{name} {value:.3g}" for name, value in cells["worst"].items())
        table.add_row(form, str(cells["files"]), str(cells["failed"]), f"{cells['seconds']:.2f}", worst)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(table)
    for line in (*(f"refused: {one}" for one in refused), *(f"failed: {one}" for one in failures)):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def row(form: str, results: Sequence[Found]) -> dict[str, Any]:
    """The figures of one format."""
    worst: defaultdict[str, float] = defaultdict(float)
    for found in results:
        for name, value in found.measures.get(form, {}).items():
            worst[name] = max(worst[name], value)
    seconds = [found.seconds[form] for found in results if form in found.seconds]
    failed = sum(any(kind == form for kind, _ in found.failures) for found in results)
    return {"files": len(seconds), "failed": failed, "seconds": median(seconds), "worst": dict(worst)}


if __name__ == "__main__":
    main()
