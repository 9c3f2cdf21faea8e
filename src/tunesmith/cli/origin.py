"""`tunesmith origin`: the nearest known tunes, and what is shared with them."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from tunesmith.analysis.origin import origin as origin_of
from tunesmith.analysis.origin_index import OriginIndex
from tunesmith.cli import STDIN
from tunesmith.cli.edits import melody_of
from tunesmith.cli.progress import stages
from tunesmith.cli.reading import naming, read_text
from tunesmith.cli.workers import HERE, Team
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import RequestError
from tunesmith.notation import split_tunebook
from tunesmith.workers.sharing import mapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tunesmith.analysis.origin import Origin, SharedTune

__all__ = ["origin"]


def origin(
    *files: str,
    voice: str | None = None,
    index: Path | None = None,
    as_json: Annotated[bool, Parameter("--json", negative="")] = False,
    team: Team = HERE,
) -> None:
    """Name the known tunes that are nearest to each tune, in any key and meter, and the bars that stand in them.

    Parameters
    ----------
    files
        Files or folders of tunes, or the name of a source; - for standard input.
    voice
        The voice to compare, by its name in V:; the one that carries the melody if you name none.
    index
        The known tunes: a file of `tunesmith index`; those that Tunesmith's models learned from by default.
    as_json
        Print what was found as JSON.
    """
    if not files:
        raise RequestError("origin needs a file of tunes")
    known = OriginIndex.load(index) if index else None
    tunes = [tune for file in files for tune in tunes_of(file)]
    with team.at_work() as workers, stages() as watch:
        search = partial(found_of, voice=voice, index=known)
        found = list(mapped(search, tunes, workers, watch, "looking up tunes"))
    if as_json:
        print(json.dumps([as_record(name, one) for name, one in found], ensure_ascii=False, indent=1))
    else:
        for name, one in found:
            print(f"{name}: {one.words}")
            for tune in one.nearest:
                print(f"  {line_for(tune)}")


def found_of(tune: tuple[str, str], voice: str | None, index: OriginIndex | None) -> tuple[str, Origin]:
    """The name of a tune, and what is known of its melody."""
    name, text = tune
    with naming(name):
        return name, origin_of(melody_of(text, voice), index)


def tunes_of(source: str) -> Iterator[tuple[str, str]]:
    """The tunes of a source or of standard input, each with its name."""
    if source == STDIN:
        text = read_text(Path(source))
        yield from ((f"{source}, tune {number}", tune) for number, tune in enumerate(split_tunebook(text) or [text], 1))
    else:
        yield from ((tune.id, tune.abc) for tune in read_tunes(source))


def line_for(tune: SharedTune) -> str:
    """One known tune on one line."""
    bars = f"{len(tune.bars)} whole bar" + "s" * (len(tune.bars) != 1)
    return f"{tune.similarity:4.0%}  {bars}, longest run {tune.longest.bars:.1f}: {tune} {tune.link or ''}".rstrip()


def as_record(name: str, found: Origin) -> dict[str, Any]:
    """What was found as JSON has it."""
    summary = {"similarity": found.similarity, "longest": found.longest, "remarkable": found.remarkable}
    return {"tune": name, **summary, "words": found.words, **asdict(found)}
