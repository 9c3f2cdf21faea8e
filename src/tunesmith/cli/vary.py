"""`tunesmith vary`: new notes for a few bars of a tune."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tunesmith.cli.edits import deliver, melody_of
from tunesmith.cli.options import PRINTED, Delivery, offered, request_of
from tunesmith.cli.reading import naming, read_tune
from tunesmith.composing.composer import Composer
from tunesmith.composing.request import bar_ranges
from tunesmith.composing.variation import vary_passages

__all__ = ["vary"]

Options: Any = offered("vary")


def vary(file: Path, /, *, options: Options, delivery: Delivery = PRINTED) -> None:
    """Write new notes for some bars of a tune and touch nothing else.

    Parameters
    ----------
    file
        ABC with one tune; - for standard input.
    """
    formats = delivery.formats
    passages, request = bar_ranges(options.bars), request_of(options, "vary")
    text = read_tune(file)
    with naming(file):
        tune, composer = melody_of(text, options.voice), Composer(options.model)
        asked = {name: getattr(options, name) for name in ("seed", "candidates", "change")}
        composition = vary_passages(composer, tune, passages, request, **asked)
    deliver(composition, file, delivery, formats)
