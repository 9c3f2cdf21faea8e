"""`tunesmith continue`: the rest of a tune."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tunesmith.cli.edits import deliver, melody_of
from tunesmith.cli.options import PRINTED, Delivery, offered, request_of
from tunesmith.cli.reading import naming, read_tune
from tunesmith.composing.composer import Composer
from tunesmith.composing.continuation import continue_tune
from tunesmith.composing.second_part import second_part

__all__ = ["continue_"]

Options: Any = offered("continue")
AS_USUAL = Options()


def continue_(file: Path, /, *, options: Options = AS_USUAL, delivery: Delivery = PRINTED) -> None:
    """Continue a tune from where it stops, in its key and meter, to a complete form.

    Parameters
    ----------
    file
        ABC with one tune, - for standard input; its notes are kept.
    """
    formats = delivery.formats
    text = read_tune(file)
    request = request_of(options, "continue")
    with naming(file):
        tune = melody_of(text, options.voice)
        composes = second_part if options.second_part else continue_tune
        composition = composes(Composer(options.model), tune, request, seed=options.seed)
    deliver(composition, file, delivery, formats)
