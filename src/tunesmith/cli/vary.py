"""`tunesmith vary`: new notes for a few bars of a tune."""

from __future__ import annotations

import re
from pathlib import Path

from tunesmith.cli.works import deliver, read_tune
from tunesmith.cli.writing import formats_of
from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.composing.variation import vary as vary_bars
from tunesmith.errors import RequestError

__all__ = ["vary"]

BARS = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")


def vary(
    file: Path,
    /,
    *,
    bars: str,
    rhythm: str | None = None,
    instrument: str | None = None,
    temperature: float = 0.8,
    top_k: int = 0,
    top_p: float = 1.0,
    min_p: float = 0.0,
    seed: int | None = None,
    candidates: int = 16,
    model: str = "small",
    out: Path | None = None,
    to: str = "abc",
) -> None:
    """Write new notes for some bars of a tune and touch nothing else.

    Parameters
    ----------
    file
        ABC with one tune.
    bars
        The bars, such as 5-8 or 5, counted from 1 as they are written, a pickup too.
    rhythm
        Such as jig, reel or waltz; if not given, what the tune's R: field says.
    instrument
        Keep to its range: fiddle, tin-whistle, flute, concertina and others.
    temperature
        Below 1 for usual music, above 1 for daring, 0 for the likeliest of all.
    top_k
        Draw from the so many likeliest characters; 0 for all.
    top_p
        Draw from the likeliest characters that make up this share, from 0 to 1.
    min_p
        Leave out characters less likely than this share of the likeliest, from 0 to 1.
    seed
        The same seed gives the same notes.
    candidates
        Compose so many, and take the one that joins best with what follows.
    model
        The name of a model that ships with Tunesmith, or a file.
    out
        A file, or a folder for a file for each format; without it, print ABC.
    to
        Formats, separated by commas: abc, svg, png, pdf, mid, wav, flac, mp3, ogg, m4a, mp4.
    """
    formats = formats_of(to, out)
    numbers = BARS.fullmatch(bars.strip())
    if numbers is None:
        raise RequestError(f"--bars {bars}: a bar or two of them are wanted, such as 5 or 5-8")
    chosen = (int(numbers[1]), int(numbers[2] or numbers[1]))
    request = Request(
        rhythm=rhythm, instrument=instrument, temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p
    )
    text = read_tune(file)
    composition = vary_bars(Composer(model), text, chosen, request, seed=seed, candidates=candidates)
    deliver(composition, file, out, formats)
