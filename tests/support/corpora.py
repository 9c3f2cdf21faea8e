"""The texts of real tunes, where they are at hand: beside the checkout, and in the music21 wheel."""

from __future__ import annotations

import gzip
import importlib.util
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tunesmith.notation import split_tunebook

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARED = ("ceol_rince.jsonl.gz", "irish_abc.jsonl.gz", "irishman_sample.json", "session2021.jsonl.gz")
MUSIC21 = ("airdsAirs", "oneills1850", "ryansMammoth")


def texts_of(name: str, request: pytest.FixtureRequest) -> list[str]:
    """The tunes of a corpus; the test is skipped where it is absent."""
    return installed(name) if name in MUSIC21 else shared(request.getfixturevalue("corpus_folder"), name)


def some(texts: Sequence[str], count: int, seed: int) -> list[str]:
    """So many random ones of these, always the same."""
    return random.Random(seed).sample(texts, min(count, len(texts)))


def shared(folder: Path, name: str) -> list[str]:
    """The tunes of a corpus beside the checkout."""
    if name.endswith(".json"):
        return [tune["abc notation"] for tune in json.loads((folder / name).read_text())]
    with gzip.open(folder / name, "rt") as lines:
        return [json.loads(line)["abc"] for line in lines]


def installed(name: str) -> list[str]:
    """The tunes of a corpus in the music21 wheel, which is not imported for that."""
    spec = importlib.util.find_spec("music21")
    if spec is None or spec.origin is None:
        pytest.skip("music21 is not installed")
    files = sorted((Path(spec.origin).parent / "corpus" / name).glob("*.abc"))
    return [tune for file in files for tune in split_tunebook(file.read_bytes().decode("utf-8", "replace"))]
