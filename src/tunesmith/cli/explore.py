"""`tunesmith explore`: the statistics of a corpus as text, JSON or a page with plots."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from tunesmith.cli.packing import is_packed
from tunesmith.cli.progress import stages
from tunesmith.cli.records import json_fields
from tunesmith.cli.workers import HERE, Team
from tunesmith.corpus.cleaning import Bounds
from tunesmith.corpus.preparing import prepare
from tunesmith.corpus.sources import read_all
from tunesmith.corpus.statistics import read_statistics, statistics_of
from tunesmith.errors import CorpusError
from tunesmith.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tunesmith.corpus.statistics import Statistics

__all__ = ["explore"]


def explore(
    *corpus: str,
    as_json: Annotated[bool, Parameter("--json", negative="")] = False,
    out: Annotated[Path | None, Parameter(name=["--out", "-o"])] = None,
    team: Team = HERE,
) -> None:
    """Count what is in a corpus: lengths, vocabulary, meters, keys, rhythms, chords, forms, bars, duplicates, families.

    Parameters
    ----------
    corpus
        Files, folders or archives of tunes, or the names `irishman` and `music21`; you can give several. Or one folder
        that `tunesmith pack` wrote.
    as_json
        Print all figures as JSON.
    out
        Write them as one HTML page with plots.
    """
    if not corpus:
        raise CorpusError("explore needs a corpus: a file, folder or archive of tunes, irishman or music21")
    if out is not None:
        from tunesmith.reporting.corpus_page import page  # before the long work: it needs an extra
    statistics = figures(corpus, team)
    if out is not None:
        write_atomically(out, page(statistics, " + ".join(Path(source).name for source in corpus)).encode())
    if as_json:
        print(json.dumps(json_fields(statistics), ensure_ascii=False, indent=1))
    else:
        show(statistics)


def figures(corpus: tuple[str, ...], team: Team) -> Statistics:
    """The figures of tunes, or those that were counted when they were packed."""
    if len(corpus) == 1 and is_packed(corpus[0]):
        return read_statistics(Path(corpus[0]))
    with team.at_work() as workers, stages() as watch:
        found = read_all(corpus, watch)
        prepared = prepare(found, Bounds(), workers, watch)
        if not prepared.tunes:
            raise CorpusError(f"{', '.join(corpus)}: none of the {len(found):,} tunes is fit to learn from")
        watch("counting", 0, None)
        return statistics_of(prepared)


def show(statistics: Statistics) -> None:
    """Print the figures that fit on a screen."""
    console = Console()
    table = Table("source", "use", "found", "read without loss", "kept", "characters", "families", box=None)
    for name, source in statistics.sources.items():
        sizes = [f"{size:,}" for size in (source.kept, source.characters, source.families)]
        table.add_row(name, source.terms, f"{source.found:,}", f"{source.read / source.found:.2%}", *sizes)
    console.print(table)
    for name, source in statistics.sources.items():
        for title, counts in (("fixed", source.fixed), ("dropped", source.dropped)):
            if counts:
                console.print(f"{name} {title}: {said(counts.items())}", highlight=False)
    lengths = statistics.lengths
    console.print(
        f"\n{statistics.families:,} families, {statistics.duplicates:,} exact duplicates set apart, "
        f"{len(statistics.vocabulary)} different characters\n"
        f"characters a tune: {lengths.minimum:,} to {lengths.maximum:,}, median {lengths.median:,.0f}, "
        f"mean {lengths.mean:,.1f}, 95th percentile {lengths.percentile_95:,.0f}, "
        f"{lengths.under_600:.1%} under 600",
        highlight=False,
    )
    for name in ("meters", "keys", "rhythms", "chords", "forms", "bars", "fixed", "dropped"):
        most = list(getattr(statistics, name).items())[:8]
        console.print(f"{name}: {said(most) or 'none'}", highlight=False)


def said(counts: Iterable[tuple[str, int]]) -> str:
    """Counts in words."""
    return ", ".join(f"{key} {count:,}" for key, count in counts)
