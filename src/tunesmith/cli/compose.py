"""`tunesmith compose`: new tunes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from tunesmith.analysis.origin import is_known
from tunesmith.analysis.origin_index import OriginIndex
from tunesmith.cli.options import Delivery, formats_help, offered, request_of
from tunesmith.cli.progress import stages
from tunesmith.cli.workers import HERE, Team
from tunesmith.cli.writing import rendered
from tunesmith.composing.bulk import compose_in_bulk
from tunesmith.composing.composer import AT_ONCE, Composer
from tunesmith.errors import RequestError
from tunesmith.files import write_atomically
from tunesmith.notation.tunebook import numbered_tunebook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tunesmith.composing.composer import Composition
    from tunesmith.composing.request import Request

__all__ = ["compose"]


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Tunebooks(Delivery):
    """What becomes of several tunes.

    Parameters
    ----------
    out
        A file for all tunes, or a folder for a file a tune and format; of more than 10,000 tunes, for files of 1,000.
    index
        The known tunes that `--original` keeps away from: a file of `tunesmith index`.
    """

    out: Path | None = None
    to: Annotated[str, Parameter(help=formats_help())] = "abc"
    index: Path | None = None

    @property
    def known(self) -> Callable[[str], bool]:
        """What tells whether a tune is known."""
        return partial(is_known, index=OriginIndex.load(self.index) if self.index else None)

    @property
    def known_by(self) -> str:
        """What tells the index from others; empty for the one that ships with Tunesmith."""
        return hashlib.sha256(self.index.read_bytes()).hexdigest() if self.index else ""

    def folder_of_many(self) -> Path:
        """The folder for more tunes than fit into memory; RequestError if they cannot go there."""
        if self.out is None or self.file is not None:
            raise RequestError(f"must be at most {AT_ONCE}, or --out must name a folder", field="count")
        if self.formats != ["abc"]:
            raise RequestError(f"must be abc for more than {AT_ONCE} tunes", field="to")
        return self.out


ALL_PRINTED = Tunebooks()
Options: Any = offered("compose")
AS_USUAL = Options()


def compose(*, options: Options = AS_USUAL, delivery: Tunebooks = ALL_PRINTED, team: Team = HERE) -> None:
    """Compose tunes; without --out, print them as ABC."""
    formats = delivery.formats
    request = request_of(options, "compose")
    if options.count > AT_ONCE:
        compose_many(options, request, delivery, team)
        return
    if team.on is not None:
        raise RequestError(f"is for more than {AT_ONCE} tunes", field="on")
    compositions = Composer(options.model, threads=team.count, known=delivery.known).compose(
        request, seed=options.seed, count=options.count
    )
    if delivery.out is None:
        print(tunebook(compositions), end="")
    elif delivery.file is not None:
        write_atomically(delivery.file, content(compositions, delivery.file.suffix[1:]))
    else:
        save(compositions, delivery.out, formats)


def compose_many(options: Any, request: Request, delivery: Tunebooks, team: Team) -> None:
    """Write tunes into files of many, or go on with that."""
    folder = delivery.folder_of_many()
    composer = Composer(options.model, known=delivery.known)
    with team.at_work() as workers, stages() as watch:
        files = compose_in_bulk(
            composer, request, folder, options.count, options.seed, workers, watch, delivery.known_by
        )
    print(f"{folder}: {options.count:,} tunes in {files:,} files")


def tunebook(compositions: Sequence[Composition]) -> str:
    """All tunes as ABC, numbered from 1, an empty line between two."""
    return numbered_tunebook(one.text for one in compositions)


def save(compositions: Sequence[Composition], folder: Path, formats: Sequence[str]) -> None:
    """Write a file for each tune and format."""
    files = {
        folder / f"tune-{composition.seed}.{form}": content([composition], form)
        for composition in compositions
        for form in formats
    }
    for path, made in files.items():
        write_atomically(path, made)


def content(compositions: Sequence[Composition], form: str) -> bytes:
    """Tunes in one format."""
    if form == "abc":
        return tunebook(compositions).encode()
    return rendered(compositions, form)
