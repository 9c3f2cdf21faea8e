"""`tunesmith report`: how good and how new the tunes of a model or a file are, as text, JSON or a page with plots."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.console import Console

from tunesmith.analysis.origin import is_known
from tunesmith.analysis.origin_index import OriginIndex
from tunesmith.cli.records import json_fields
from tunesmith.cli.workers import HERE, Team
from tunesmith.composing import Composer, Request
from tunesmith.errors import MissingExtraError
from tunesmith.evaluation.samples import read_sample
from tunesmith.files import write_atomically
from tunesmith.model.checkpoint import models
from tunesmith.reporting.summary import summary

if TYPE_CHECKING:
    from tunesmith.evaluation.samples import Sample

__all__ = ["report"]


def report(
    subject: str,
    /,
    *,
    against: str | None = None,
    predict: Annotated[tuple[str, ...], Parameter(name=["--predict", "--foretell"])] = (),
    count: int = 500,
    seed: int = 0,
    temperature: float = 0.8,
    best_of: int = 1,
    original: Annotated[bool, Parameter(negative="")] = False,
    like: Annotated[bool, Parameter(negative="")] = False,
    index: Path | None = None,
    out: Annotated[Path | None, Parameter(name=["--out", "-o"])] = None,
    model_card: Annotated[Path | None, Parameter(name="--card")] = None,
    as_json: Annotated[bool, Parameter("--json", negative="")] = False,
    canonical: Annotated[bool, Parameter(negative="")] = False,
    team: Team = HERE,
) -> None:
    """Judge a model by the tunes that it composes, or tunes from anywhere, against real tunes.

    Parameters
    ----------
    subject
        A model that ships with Tunesmith, a .safetensors file, or tunes: a file, a folder or the name of a source.
    against
        Real tunes to judge against: a file, a folder, or a split of a packed corpus, as `corpus:test`.
    predict
        More tunes for the model to predict.
    count
        How many tunes a model composes.
    seed
        The seed of the first tune; each later tune has the next seed.
    temperature
        The temperature at which the model composes.
    best_of
        How many candidates a model composes for each tune.
    original
        Compose no tune that has eight bars in a row of a known tune.
    like
        Compose each tune in the meter, key, rhythm and form of one of the real tunes.
    index
        The known tunes: a file of `tunesmith index`; those that Tunesmith's models learned from by default.
    out
        Write all figures as one HTML page with plots.
    model_card
        Write the model card, in Markdown.
    as_json
        Print all figures as JSON.
    canonical
        Bring tunes from files into canonical spelling first, which is what Tunesmith's models learned.
    """
    try:
        from tunesmith.evaluation.report import report as report_on
        from tunesmith.reporting.card import card
        from tunesmith.reporting.report_page import page
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", "judging tunes") from error
    is_model = subject in models() or subject.endswith(".safetensors")
    known = OriginIndex.load(index) if index else None
    read = partial(read_sample, canonical=canonical)
    chosen: Composer | Sample = (
        Composer(subject, threads=team.count, known=partial(is_known, index=known)) if is_model else read(subject)
    )
    with team.at_work() as workers, Console(stderr=True).status("reading") as status:
        found = report_on(
            chosen,
            read(against) if against else None,
            request=Request(temperature=temperature, best_of=best_of, original=original),
            count=count,
            like=like,
            seed=seed,
            texts=tuple(map(read, predict)),
            index=known,
            workers=workers,
            progress=status.update,
        )
    if out is not None:
        write_atomically(out, page(found).encode())
    if model_card is not None:
        write_atomically(model_card, card(found).encode())
    if as_json:
        print(json.dumps(json_fields(found), ensure_ascii=False))
    else:
        Console().print(summary(found), highlight=False)
