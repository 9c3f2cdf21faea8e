"""`tunesmith evaluate`: how well a network predicts tunes."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from tunesmith.composing.request import DEFAULT_MODEL
from tunesmith.evaluation.likelihood import PADDED, Figures, Likelihood, likelihood
from tunesmith.evaluation.samples import read_sample
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.reporting.wording import PARTS

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["evaluate"]


def evaluate(
    tunes: str,
    /,
    *,
    model: str = DEFAULT_MODEL,
    precision: Literal["int8", "float32"] = "int8",
    canonical: Annotated[bool, Parameter(negative="")] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Measure how well a network predicts tunes: the header, the body given the header, and the whole tune.

    Parameters
    ----------
    tunes
        A file or folder of tunes, the name of a source, or a packed corpus, of which the split `test` is read or the
        one named after a colon: runs/corpus:validation. Their text is scored as it stands.
    model
        The name of a model that ships with Tunesmith, or a file.
    precision
        The arithmetic: the integers that compose, or float32.
    canonical
        Bring the tunes into canonical spelling first, which is what Tunesmith's models learned.
    as_json
        Print the figures as JSON.
    """
    checkpoint = Checkpoint.load(model)
    found = likelihood(checkpoint, read_sample(tunes, canonical=canonical).texts, precision)
    if as_json:
        print(
            json.dumps(
                {"model": checkpoint.fingerprint[:12], "precision": precision, **asdict(found)}, ensure_ascii=False
            )
        )
    else:
        show(found)


def show(found: Likelihood) -> None:
    """Print the figures for people."""
    from rich.console import Console

    console = Console()
    console.print(table(found))
    console.print(
        f"{found.tunes:,} tune{'s' * (found.tunes != 1)}. Each cut or padded to {PADDED} characters, and padding "
        "counted as characters that cost nothing and are guessed, which flatters: "
        f"{found.padded:.4f} nats a place, top-1 {found.padded_top1:.2%}.",
        soft_wrap=True,
    )
    if found.unknown:
        seen = " ".join(f"{character!r} {count:,}" for character, count in found.unknown.items())
        print(f"tunesmith: the model does not know these characters: {seen}", file=sys.stderr)


def table(found: Likelihood) -> Table:
    """The figures of every part, a row each, no wider than 80 columns."""
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, collapse_padding=True)
    for name in ("", "characters", "nats/char", "bits/char", "perplexity", "top-1", "top-5"):
        shown.add_column(name, justify="right" if name else "left", no_wrap=True)
    for part, name in PARTS.items():
        figures: Figures = getattr(found, part)
        numbers = (figures.nats_per_character, figures.bits_per_character)
        shown.add_row(
            name,
            f"{figures.characters:,}",
            *(f"{number:.4f}" for number in numbers),
            f"{figures.perplexity:.3f}",
            f"{figures.top1:.2%}",
            f"{figures.top5:.2%}",
        )
    return shown
