"""`tunesmith continue`: the rest of a tune."""

from __future__ import annotations

from pathlib import Path

from tunesmith.cli.works import deliver, read_tune
from tunesmith.cli.writing import formats_of
from tunesmith.composing.composer import Composer
from tunesmith.composing.continuation import continue_tune
from tunesmith.composing.request import Request

__all__ = ["continue_"]


def continue_(
    file: Path,
    /,
    *,
    parts: int | None = None,
    bars: int | None = None,
    rhythm: str | None = None,
    instrument: str | None = None,
    temperature: float = 0.8,
    top_k: int = 0,
    top_p: float = 1.0,
    min_p: float = 0.0,
    seed: int | None = None,
    best_of: int = 1,
    length: int = 2000,
    model: str = "small",
    out: Path | None = None,
    to: str = "abc",
) -> None:
    """Continue a tune from where it stops, in its key and meter, to a complete form.

    Parameters
    ----------
    file
        ABC with one tune; its notes are kept.
    parts
        How many parts the whole tune is to have.
    bars
        Bars in each part that is not finished yet.
    rhythm
        Such as jig, reel or waltz; if not given, what the tune's R: field says.
    instrument
        Keep to its range: fiddle, tin-whistle, flute, concertina and others.
    temperature
        Below 1 for usual tunes, above 1 for daring ones, 0 for the likeliest of all.
    top_k
        Draw from the so many likeliest characters; 0 for all.
    top_p
        Draw from the likeliest characters that make up this share, from 0 to 1.
    min_p
        Leave out characters less likely than this share of the likeliest, from 0 to 1.
    seed
        The same seed gives the same tune.
    best_of
        Compose so many continuations and keep the best.
    length
        The most characters that the whole tune may have.
    model
        The name of a model that ships with Tunesmith, or a file.
    out
        A file, or a folder for a file for each format; without it, print ABC.
    to
        Formats, separated by commas: abc, svg, png, pdf, mid, wav, flac, mp3, ogg, m4a, mp4.
    """
    formats = formats_of(to, out)
    text = read_tune(file)
    request = Request(
        parts=parts, bars=bars, rhythm=rhythm, instrument=instrument, temperature=temperature, top_k=top_k,
        top_p=top_p, min_p=min_p, length=length, best_of=best_of,
    )  # fmt: skip
    deliver(continue_tune(Composer(model), text, request, seed=seed), file, out, formats)
