"""What the commands that learn accept as a corpus."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from tunesmith.corpus.building import build, cache_folder
from tunesmith.corpus.packed import RECORD
from tunesmith.errors import CorpusError

__all__ = ["packed_corpus"]


def packed_corpus(sources: list[str]) -> Path:
    """Find the folder of a packed corpus, or pack `sources` into the cache unless they are there already."""
    if len(sources) == 1 and (Path(sources[0]) / RECORD).is_file():
        return Path(sources[0])
    if not sources:
        raise CorpusError("which corpus? name files or folders of tunes, irishman or music21")
    name = hashlib.sha256("\0".join(sorted(sources)).encode()).hexdigest()[:16]
    return build(sources, cache_folder() / name, workers=os.cpu_count() or 1).folder
