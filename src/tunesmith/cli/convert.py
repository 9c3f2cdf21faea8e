"""`tunesmith convert`: tunes from and for other programs."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import track

from tunesmith.cli import STDIN
from tunesmith.cli.reading import naming, tunes_of
from tunesmith.cli.transposing import AS_WRITTEN, Transposition
from tunesmith.conversion import ENDINGS, check_size
from tunesmith.conversion import read as read_music
from tunesmith.errors import AbcError, RenderError, RequestError
from tunesmith.files import write_atomically
from tunesmith.notation import Tune
from tunesmith.rendering import FORMATS
from tunesmith.rendering import render as rendered
from tunesmith.rendering.names import file_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["convert"]

Item = TypeVar("Item")
TO = [name for name, form in FORMATS.items() if form.kind == "data"]


@dataclass(frozen=True, slots=True)
class Source:
    """A tune and where it stands: its file and its number in it."""

    tune: Tune
    file: Path
    number: int


def convert(files: list[Path], /, *, to: str, out: Path = Path(), transposition: Transposition = AS_WRITTEN) -> None:
    """Read ABC, MusicXML and MIDI, and write each tune in other formats.

    Parameters
    ----------
    files
        Files of ABC, MusicXML (also compressed, .mxl) or MIDI, or folders of them; - for standard input.
    to
        Formats, with commas between them: abc, musicxml, mxl, mid.
    out
        The folder for the files, which are named after the tunes' titles.
    """
    formats = asked_formats(to)
    if out.exists() and not out.is_dir():
        raise RequestError(f"{out} is a file; name a folder")
    sources = [
        source for file in watched(list(found(files)), "Reading") for source in moved(list(read(file)), transposition)
    ]
    titles = (one.tune.title or f"tune {one.number}" for one in sources)
    names = file_names(titles)
    made: list[tuple[Path, bytes]] = []
    for name, source in watched(list(zip(names, sources, strict=True)), "Converting"):
        made += [(out / f"{name}.{kind}", content(source, kind)) for kind in formats]
    for path, data in made:  # nothing is written unless all could be made
        write_atomically(path, data)
    print(*(path for path, _ in made), sep="\n")


def asked_formats(to: str) -> list[str]:
    """The formats that are asked for, each once."""
    formats = list(dict.fromkeys(name.strip().lower() for name in to.split(",")))
    for unknown in (name for name in formats if name not in TO):
        problem = f"must be one of {', '.join(TO)}, not {unknown!r}"
        raise RequestError(problem, field="to", limits={"choices": TO})
    return formats


def found(files: Iterable[Path]) -> Iterator[Path]:
    """The files, those of folders and the folders in them among them."""
    for file in files:
        if not file.is_dir():
            yield file
            continue
        inside = sorted(path for path in file.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
        if not inside:
            raise RequestError(f"there is no file of music in {file}: {', '.join(ENDINGS)} are read")
        yield from inside


def read(file: Path) -> Iterator[Source]:
    """The tunes of a file; an error names the file and the tune, and what could not be taken over is told."""
    try:
        if str(file) != STDIN:
            check_size(file.stat().st_size)
        taken = read_music(file.read_bytes())
    except OSError as error:
        raise RequestError(f"{file} cannot be read: {(error.strerror or 'no reason given').lower()}") from None
    except (RequestError, AbcError) as error:
        raise RequestError(f"{file}: {error}") from None
    for loss in taken.losses:
        print(f"{file}: {loss}", file=sys.stderr)
    for number, one in enumerate(tunes_of(taken.abc), start=1):
        with naming(f"{file}, tune {number}"):
            tune = Tune.parse(one.text)
        for lost in (problem for problem in tune.problems if problem.code == "text-after-tune"):
            print(f"{file}:{one.line_in_file(lost.position.line)}: {lost.message}", file=sys.stderr)
        yield Source(tune, file, number)


def moved(sources: list[Source], transposition: Transposition) -> list[Source]:
    """The tunes of a file where they go; an error names the file."""
    if not sources:
        return []
    with naming(sources[0].file):
        tunes = transposition.of([source.tune for source in sources])
    return [replace(source, tune=tune) for source, tune in zip(sources, tunes, strict=True)]


def content(source: Source, kind: str) -> bytes:
    """A tune in a format; an error names the file and the tune."""
    try:
        return rendered(source.tune, kind)
    except (AbcError, RenderError, RequestError) as error:
        raise RenderError(f"{source.file}, tune {source.number}: {error}") from error


def watched(items: list[Item], doing: str) -> Iterator[Item]:
    """The items, with a bar on standard error where someone watches and there are several."""
    console = Console(stderr=True)
    return iter(track(items, doing, console=console, disable=len(items) < 2 or not console.is_terminal))
