"""`tunesmith compose`: new tunes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from tunesmith.analysis.origin import is_known
from tunesmith.analysis.origin_index import OriginIndex
from tunesmith.cli.options import Delivery, formats_help, offered, request_of
from tunesmith.cli.writing import rendered
from tunesmith.composing.composer import Composer
from tunesmith.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tunesmith.composing.composer import Composition

__all__ = ["compose"]

REFERENCE = re.compile(r"^X:.*", re.MULTILINE)


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Tunebooks(Delivery):
    """What becomes of several tunes.

    Parameters
    ----------
    out
        A file for all tunes, or a folder for a file a tune and format.
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


ALL_PRINTED = Tunebooks()
Options: Any = offered("compose")
AS_USUAL = Options()


def compose(*, options: Options = AS_USUAL, delivery: Tunebooks = ALL_PRINTED) -> None:
    """Compose tunes; without --out, print them as ABC."""
    formats = delivery.formats
    request = request_of(options, "compose")
    compositions = Composer(options.model, known=delivery.known).compose(
        request, seed=options.seed, count=options.count
    )
    if delivery.out is None:
        print(tunebook(compositions), end="")
    elif delivery.file is not None:
        write_atomically(delivery.file, content(compositions, delivery.file.suffix[1:]))
    else:
        save(compositions, delivery.out, formats)


def tunebook(compositions: Sequence[Composition]) -> str:
    """All tunes as ABC, numbered from 1, an empty line between two."""
    texts = [REFERENCE.sub(f"X:{number}", one.text, count=1) for number, one in enumerate(compositions, start=1)]
    return "\n".join(f"{text}\n" for text in texts)


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
