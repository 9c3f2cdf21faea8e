"""`tunesmith continue`: the rest of a tune."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tunesmith.cli.options import AS_USUAL, PRINTED, Delivery, Drawing, instrument_help, rhythm_help
from tunesmith.cli.reading import naming, read_tune
from tunesmith.cli.works import deliver, melody_of
from tunesmith.composing.composer import Composer
from tunesmith.composing.continuation import continue_tune
from tunesmith.composing.request import Request
from tunesmith.grammar.plans import Ending

__all__ = ["continue_"]


def continue_(
    file: Path,
    /,
    *,
    parts: int | None = None,
    bars: int | None = None,
    rhythm: Annotated[str | None, Parameter(help=f"{rhythm_help()}; if not given, as R: says.")] = None,
    instrument: Annotated[str | None, Parameter(help=instrument_help())] = None,
    voice: str | None = None,
    ending: Ending = "home",
    drawing: Drawing = AS_USUAL,
    seed: int | None = None,
    best_of: int = 1,
    length: int = 2000,
    delivery: Delivery = PRINTED,
) -> None:
    """Continue a tune from where it stops, in its key and meter, to a complete form.

    Parameters
    ----------
    file
        ABC with one tune, - for standard input; its notes are kept.
    parts
        How many parts the whole tune is to have.
    bars
        Bars in each part that is not finished yet.
    voice
        The voice to take of a tune of several, by its name in V:; if not given, the one that carries the melody.
    ending
        home: the last note is the tonic, at rest; open: it is another degree; any: as the network has it.
    seed
        The same seed gives the same tune.
    best_of
        Compose so many continuations and keep the best.
    length
        The most characters that the whole tune may have.
    """
    formats = delivery.formats
    text = read_tune(file)
    request = Request(
        parts=parts, bars=bars, rhythm=rhythm, instrument=instrument, ending=ending, length=length, best_of=best_of,
        **asdict(drawing),
    )  # fmt: skip
    with naming(file):
        composition = continue_tune(Composer(delivery.model), melody_of(text, voice), request, seed=seed)
    deliver(composition, file, delivery, formats)
