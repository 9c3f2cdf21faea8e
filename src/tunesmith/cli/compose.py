"""`tunesmith compose`: new tunes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from tunesmith.cli.writing import formats_of, rendered
from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.errors import RequestError
from tunesmith.network.checkpoint import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing.composer import Composition

__all__ = ["compose"]

REFERENCE = re.compile(r"^X:.*", re.MULTILINE)


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
    temperature: float = 0.8,
    top_k: int = 0,
    top_p: float = 1.0,
    min_p: float = 0.0,
    seed: int | None = None,
    count: int = 1,
    best_of: int = 1,
    length: int = 2000,
    unconstrained: Annotated[bool, Parameter(negative="")] = False,
    model: str = "small",
    out: Path | None = None,
    to: str = "abc",
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
        Bars in each part.
    form
        Such as AABB: a letter for each part as played.
    opening
        ABC that the tune begins with, note for note.
    instrument
        Keep to its range: fiddle, tin-whistle, flute, concertina and others.
    outside
        The largest share of notes outside the key signature, from 0 to 1.
    temperature
        Below 1 for usual tunes, above 1 for daring ones, 0 for the likeliest of all.
    top_k
        Draw from the so many likeliest characters; 0 for all.
    top_p
        Draw from the likeliest characters that make up this share, from 0 to 1.
    min_p
        Leave out characters less likely than this share of the likeliest, from 0 to 1.
    seed
        Of the first tune; the next ones follow. The same seed gives the same tune.
    count
        How many tunes.
    best_of
        Compose so many candidates for each tune and keep the best.
    length
        The most characters that a tune may have.
    unconstrained
        Write what the network says, right or wrong.
    model
        The name of a model that ships with Tunesmith, or a file.
    out
        A file for all tunes, or a folder for a file a tune and format.
    to
        Formats, separated by commas: abc, svg, png, pdf, mid, wav, flac, mp3, ogg, m4a, mp4.
    """
    if count < 1:
        raise RequestError(f"--count must be at least 1, not {count}")
    formats = formats_of(to, out)
    request = Request(
        meter=meter, key=key, rhythm=rhythm, parts=parts, bars=bars, form=form, opening=opening, instrument=instrument,
        outside=outside, temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p, length=length,
        unconstrained=unconstrained, best_of=best_of,
    )  # fmt: skip
    compositions = Composer(model).compose(request, seed=seed, count=count)
    if out is None:
        print(tunebook(compositions), end="")
    else:
        save(compositions, out, formats)


def tunebook(compositions: Sequence[Composition]) -> str:
    """All tunes as ABC, numbered from 1, an empty line between two."""
    texts = [REFERENCE.sub(f"X:{number}", one.text, count=1) for number, one in enumerate(compositions, start=1)]
    return "\n".join(f"{text}\n" for text in texts)


def save(compositions: Sequence[Composition], out: Path, formats: Sequence[str]) -> None:
    """Write one file for all tunes if `out` has the name of a file, else into a folder a file for each and format."""
    if out.suffix and not out.is_dir():
        write_atomically(out, content(compositions, out.suffix[1:]))
        return
    files = {
        out / f"tune-{composition.seed}.{form}": content([composition], form)
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
