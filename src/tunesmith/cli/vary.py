"""`tunesmith vary`: new notes for a few bars of a tune."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tunesmith.cli.options import AS_USUAL, PRINTED, Delivery, Drawing, instrument_help, rhythm_help
from tunesmith.cli.reading import naming, read_tune
from tunesmith.cli.works import deliver, melody_of
from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.composing.variation import vary as vary_bars
from tunesmith.errors import RequestError
from tunesmith.grammar.plans import Ending

__all__ = ["vary"]

BARS = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")


def vary(
    file: Path,
    /,
    *,
    bars: str,
    rhythm: Annotated[str | None, Parameter(help=f"{rhythm_help()}; if not given, as R: says.")] = None,
    instrument: Annotated[str | None, Parameter(help=instrument_help())] = None,
    voice: str | None = None,
    ending: Ending = "any",
    drawing: Drawing = AS_USUAL,
    seed: int | None = None,
    candidates: int = 16,
    delivery: Delivery = PRINTED,
) -> None:
    """Write new notes for some bars of a tune and touch nothing else.

    Parameters
    ----------
    file
        ABC with one tune; - for standard input.
    bars
        The bars, such as 5-8 or 5, counted as players do: a pickup is bar 0.
    voice
        The voice to take of a tune of several, by its name in V:; if not given, the one that carries the melody.
    ending
        Of the tune, if its last bar is varied: home, open or any.
    seed
        The same seed gives the same notes.
    candidates
        Compose so many, and take the one that joins best with what follows.
    """
    formats = delivery.formats
    numbers = BARS.fullmatch(bars.strip())
    if numbers is None:
        raise RequestError(f"--bars {bars}: a bar or two of them are wanted, such as 5 or 5-8")
    chosen = (int(numbers[1]), int(numbers[2] or numbers[1]))
    request = Request(rhythm=rhythm, instrument=instrument, ending=ending, **asdict(drawing))
    text = read_tune(file)
    with naming(file):
        tune = melody_of(text, voice)
        composition = vary_bars(Composer(delivery.model), tune, chosen, request, seed=seed, candidates=candidates)
    deliver(composition, file, delivery, formats)
