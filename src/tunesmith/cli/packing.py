"""What the commands that learn accept as a corpus."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from tunesmith.corpus.building import Options, build
from tunesmith.corpus.packed import RECORD, read_record
from tunesmith.errors import CorpusError
from tunesmith.machine import cache_folder, usable_cores

if TYPE_CHECKING:
    from tunesmith.corpus.catalogue import Terms

__all__ = ["packed_corpus"]


def packed_corpus(sources: list[str], use: Terms = "research") -> Path:
    """Find the folder of a packed corpus, or pack `sources` into the cache unless they are there already.

    CorpusError if the tunes are wanted for any `use`, and the packed corpus has others to learn from.
    """
    if len(sources) == 1 and (Path(sources[0]) / RECORD).is_file():
        if use == "any" and read_record(Path(sources[0]))["options"].get("use") != "any":
            raise CorpusError(f"{sources[0]}: is packed for research, not for any use; name the tunes instead")
        return Path(sources[0])
    if not sources:
        raise CorpusError("which corpus? name files or folders of tunes, irishman or music21")
    name = hashlib.sha256("\0".join([use, *sorted(sources)]).encode()).hexdigest()[:16]
    return build(sources, cache_folder() / name, Options(use=use), workers=usable_cores()).folder
