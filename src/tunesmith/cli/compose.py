"""`tunesmith compose`: new tunes."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from tunesmith.analysis.origin import is_known
from tunesmith.cli.options import AS_USUAL, Delivery, Drawing
from tunesmith.cli.writing import rendered
from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Chords, Request
from tunesmith.errors import RequestError
from tunesmith.grammar.plans import Ending
from tunesmith.model.checkpoint import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing.composer import Composition

__all__ = ["compose"]

MOST = 10_000
"""Tunes at once: all of them are composed before the first is written."""
REFERENCE = re.compile(r"^X:.*", re.MULTILINE)


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Tunebooks(Delivery):
    """Which model composes, and what becomes of several tunes.

    Parameters
    ----------
    out
        A file for all tunes, or a folder for a file a tune and format.
    """

    out: Path | None = None


ALL_PRINTED = Tunebooks()


def compose(
    *,
    meter: str | None = None,
    key: str | None = None,
    rhythm: str | None = None,
    parts: int | None = None,
    bars: int | None = None,
    form: str | None = None,
    opening: str = "",
    instrument: str | None = None,
    outside: float | None = None,
    ending: Ending = "home",
    chords: Annotated[bool | Chords | None, Parameter(negative="--no-chords")] = None,
    progression: str = "",
    drawing: Drawing = AS_USUAL,
    seed: int | None = None,
    count: int = 1,
    best_of: int = 1,
    original: Annotated[bool, Parameter(negative="")] = False,
    length: int = 2000,
    unconstrained: Annotated[bool, Parameter(negative="")] = False,
    delivery: Tunebooks = ALL_PRINTED,
) -> None:
    """Compose tunes; without --out, print them as ABC.

    Parameters
    ----------
    meter
        Such as 6/8, C or C|.
    key
        Any tonic and mode, such as D, Gmin or Ador.
    rhythm
        Such as jig, reel, hornpipe, polka or waltz.
    parts
        How many parts.
    bars
        In each part; 4, 8, 12 or 16 if not given.
    form
        Such as AABB: a letter for each part as played.
    opening
        ABC that the tune begins with, note for note.
    instrument
        Keep to its range: fiddle, tin-whistle, flute, concertina and others.
    outside
        The largest share of notes outside the key signature, from 0 to 1.
    ending
        home: the last note is the tonic, at rest; open: it is another degree; any: as the network has it.
    chords
        Write a lead sheet, with chord symbols as people write them; found: as Tunesmith finds them; none: no symbols.
    progression
        Chords to compose to, such as "D | G A | D | A7 :|": kept as they are, going round in every part.
    seed
        Of the first tune; the next ones follow. The same seed gives the same tune.
    count
        How many tunes.
    best_of
        Compose so many candidates for each tune and keep one by lot, so that it has the traits of real tunes.
    original
        Hand out no tune of which eight bars in a row stand in a known one.
    length
        The most characters that a tune may have.
    unconstrained
        Write what the network says, right or wrong.
    """
    if not 1 <= count <= MOST:
        raise RequestError(f"--count must be from 1 to {MOST}, not {count}")
    formats = delivery.formats
    request = Request(
        meter=meter, key=key, rhythm=rhythm, parts=parts, bars=bars, form=form, opening=opening, instrument=instrument,
        outside=outside, ending=ending, chords=chords, progression=progression, length=length,
        unconstrained=unconstrained, best_of=best_of, original=original, **asdict(drawing),
    )  # fmt: skip
    compositions = Composer(delivery.model, known=is_known).compose(request, seed=seed, count=count)
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
