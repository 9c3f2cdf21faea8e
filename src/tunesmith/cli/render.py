"""`tunesmith render`: scores, MIDI, sound and film of any ABC."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.progress import track

from tunesmith.cli.options import formats_help, offered
from tunesmith.cli.reading import naming, read_text, tunes_of
from tunesmith.cli.transposing import AS_WRITTEN, Transposition
from tunesmith.errors import AbcError, RenderError, RequestError
from tunesmith.files import write_atomically
from tunesmith.notation import Tune
from tunesmith.rendering import FORMATS, Tags
from tunesmith.rendering import render as rendered
from tunesmith.rendering.glyphs import DRAWN_HERE, missing_glyphs
from tunesmith.rendering.names import file_names, numbered_names

__all__ = ["render"]

Options: Any = offered("render")
AS_USUAL = Options()


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One file to be written."""

    path: Path
    kind: str
    tunes: list[Tune]
    book: str | None = None


def render(
    files: list[Path],
    /,
    *,
    out: Path = Path(),
    to: Annotated[str | None, Parameter(help=formats_help())] = None,
    numbered: Annotated[bool, Parameter(negative="")] = False,
    options: Options = AS_USUAL,
    transposition: Transposition = AS_WRITTEN,
    as_json: Annotated[bool, Parameter("--json", negative="")] = False,
) -> None:
    """Show and play tunes: write each as a score, MIDI, sound or film.

    Parameters
    ----------
    files
        Files of ABC, each with one tune or more; - for standard input.
    out
        A folder, where files are named after the tunes' titles; or one file, whose ending then names the format. A PDF
        or ABC file holds all tunes.
    to
        Formats, with commas between them: abc, flac, m4a, mid, mp3, mp4, musicxml, mxl, ogg, pdf, png, svg, wav.
    numbered
        Begin the names of the files in a folder with the tune's number, so that they sort as in the book.
    as_json
        Report the files written as JSON on standard output.
    """
    jobs = planned([tune for file in files for tune in read(file, transposition)], out, to, numbered)
    warn_of_glyphs(jobs)
    for job in progress(jobs):
        tags = None if job.book is None else Tags(title=job.book, composer="")
        write_atomically(job.path, made(job, asdict(options) | {"tags": tags}))
    if as_json:
        print(json.dumps([report(job) for job in jobs], ensure_ascii=False, indent=1))
    else:
        print(*(job.path for job in jobs), sep="\n")


def read(file: Path, transposition: Transposition) -> list[Tune]:
    """The tunes of a file where they go; an error says which file."""
    tunes = list(written(file))
    with naming(file):
        return transposition.of(tunes)


def written(file: Path) -> Iterator[Tune]:
    """The tunes of a file; an error says which file and which of its tunes."""
    for number, found in enumerate(tunes_of(read_text(file)), start=1):
        with naming(f"{file}, tune {number}"):
            tune = Tune.parse(found.text)
        for lost in (problem for problem in tune.problems if problem.code == "text-after-tune"):
            print(f"{file}:{found.line_in_file(lost.position.line)}: {lost.message}", file=sys.stderr)
        yield tune


def warn_of_glyphs(jobs: list[RenderJob]) -> None:
    """Say of each tune that is drawn which of its characters no font has, once."""
    drawn = {id(tune): tune for job in jobs if job.kind in DRAWN_HERE for tune in job.tunes}
    for tune in drawn.values():
        if missing := missing_glyphs(tune):
            print(f"{tune.title}: the fonts have no glyph for {missing}, a box stands for each", file=sys.stderr)


def planned(tunes: list[Tune], out: Path, to: str | None, numbered: bool) -> list[RenderJob]:
    """Which files to write: one a tune and format in a folder, `numbered` or not, or the one that was named."""
    if to is None and not out.suffix:
        raise RequestError(f"must say which formats: {', '.join(FORMATS)}", field="to")
    formats = [name.strip().lower() for name in (to or out.suffix[1:]).split(",")]
    for unknown in (name for name in formats if name not in FORMATS):
        problem = f"must be one of {', '.join(FORMATS)}, not {unknown!r}"
        raise RequestError(problem, field="to", limits={"choices": list(FORMATS)})
    if out.suffix[1:].lower() == formats[0] and not out.is_dir():
        if len(formats) > 1:
            raise RequestError(f"{out} is one file: name a folder to write {', '.join(formats)}")
        if len(tunes) > 1 and not FORMATS[formats[0]].book:
            raise RequestError(f"{out} can hold one tune, and there are {len(tunes)}: name a folder")
        return [RenderJob(out, formats[0], tunes, out.stem if len(tunes) > 1 else None)]
    if out.exists() and not out.is_dir():
        raise RequestError(f"{out} is a file: its ending is not {formats[0]}, and it is no folder")
    titles = [tune.title or f"tune {tune.reference or number}" for number, tune in enumerate(tunes, start=1)]
    names = numbered_names(titles) if numbered else file_names(titles)
    return [
        RenderJob(out / f"{name}.{kind}", kind, [tune])
        for name, tune in zip(names, tunes, strict=True)
        for kind in formats
    ]


def made(job: RenderJob, options: dict[str, Any]) -> bytes:
    """The bytes of one file; an error says which."""
    try:
        return rendered(job.tunes, job.kind, **options)
    except RequestError:
        raise
    except (AbcError, RenderError) as error:
        raise RenderError(f"{job.path.name}: {error}") from error


def progress(jobs: list[RenderJob]) -> Iterator[RenderJob]:
    """The jobs, with a bar on standard error where someone watches and there are several."""
    console = Console(stderr=True)
    return iter(track(jobs, "Rendering", console=console, disable=len(jobs) < 2 or not console.is_terminal))


def report(job: RenderJob) -> dict[str, object]:
    """What was written, for a program to read."""
    titles = [tune.title for tune in job.tunes]
    return {"file": str(job.path), "format": job.kind, "bytes": job.path.stat().st_size, "titles": titles}
