"""`tunesmith index`: known tunes to compare with, of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tunesmith.cli.packing import is_packed, named
from tunesmith.cli.progress import stages
from tunesmith.cli.workers import HERE, Team
from tunesmith.corpus.origin_build import build_index, indexed_of, indexed_of_split
from tunesmith.corpus.packed import PackedCorpus
from tunesmith.corpus.sources import read_all
from tunesmith.errors import CorpusError

__all__ = ["index"]


def index(
    *corpus: str,
    out: Annotated[Path, Parameter(name=["--out", "-o"])],
    trained_on: Path | None = None,
    team: Team = HERE,
) -> None:
    """Make an index of known tunes, which origin, report and `compose --original` take as `--index`.

    No tune can be read back out of an index: it has fingerprints of melodies, titles and links.

    Parameters
    ----------
    corpus
        Files, folders or archives of tunes, or the names `irishman` and `music21`; you can give several.
    out
        The file to write, with the ending .npz.
    trained_on
        A packed corpus of these tunes: index only those that it has for training.
    """
    named(corpus)
    if any(is_packed(source) for source in corpus):
        raise CorpusError("a packed corpus does not know what its tunes are called; name the tunes it was made of")
    with team.at_work() as workers, stages() as watch:
        found = read_all(corpus, watch)
        if trained_on is None:
            tunes = indexed_of(found, workers, watch)
        else:
            tunes = indexed_of_split(PackedCorpus.open(trained_on, "train"), found)
        made = build_index(tunes, workers, watch)
        made.save(out)
    print(f"{out}: {len(made.tunes):,} tunes of {len(set(made.families.tolist())):,} families")
