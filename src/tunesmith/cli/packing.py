"""What the commands that learn accept as a corpus."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from tunesmith.cli.progress import stages
from tunesmith.cli.workers import HERE
from tunesmith.corpus.building import Options, build
from tunesmith.corpus.packed import RECORD, read_record
from tunesmith.errors import CorpusError
from tunesmith.machine import cache_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.corpus.catalogue import Terms

__all__ = ["is_packed", "named", "packed_corpus"]


def is_packed(source: str) -> bool:
    """Tell whether a folder holds a packed corpus."""
    return (Path(source) / RECORD).is_file()


def named(sources: Sequence[str]) -> None:
    """Refuse a command that names no corpus."""
    if not sources:
        raise CorpusError("which corpus? name files or folders of tunes, irishman or music21")


def packed_corpus(sources: list[str], use: Terms = "research") -> Path:
    """Find the folder of a packed corpus, or pack `sources` into the cache unless they are there already.

    CorpusError if the tunes are wanted for any `use`, and the packed corpus has others to learn from.
    """
    if len(sources) == 1 and is_packed(sources[0]):
        if use == "any" and read_record(Path(sources[0]))["options"].get("use") != "any":
            raise CorpusError(
                f"{sources[0]}: is packed for research, not for any use; name the tunes instead, or leave out sources: "
                "--repeat NAME=0"
            )
        return Path(sources[0])
    named(sources)
    name = hashlib.sha256("\0".join([use, *sorted(sources)]).encode()).hexdigest()[:16]
    with HERE.at_work() as workers, stages() as watch:
        return build(sources, cache_folder() / name, Options(use=use), workers, watch).folder
