from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.cli.packing import packed_corpus
from tunesmith.corpus.packed import read_record
from tunesmith.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

REEL = "X:1\nM:4/4\nL:1/8\nR:reel\nK:G\nGABc dedB|dedB dedB|c2ec B2dB|A2F2 G4|\n"


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A book for any use and one for research alone, and an empty cache."""
    monkeypatch.setenv("TUNESMITH_CACHE", str(tmp_path / "cache"))
    for name, key in (("ceol_rince", "G"), ("oneills1850", "D")):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"abc": REEL.replace("K:G", f"K:{key}")}) + "\n")
    return [str(path) for path in sorted(tmp_path.glob("*.jsonl"))]


def test_a_corpus_for_any_use_is_kept_apart_from_one_for_research(books: list[str]) -> None:
    whole, free = packed_corpus(books), packed_corpus(books, "any")
    assert whole != free
    assert [read_record(folder)["options"]["use"] for folder in (whole, free)] == ["research", "any"]
    assert packed_corpus([str(whole)]) == whole
    assert packed_corpus([str(free)], "any") == free


def test_a_corpus_that_is_packed_for_research_is_not_taken_for_any_use(books: list[str]) -> None:
    with pytest.raises(CorpusError, match="is packed for research, not for any use"):
        packed_corpus([str(packed_corpus(books))], "any")


def test_no_corpus_is_one_clear_error() -> None:
    with pytest.raises(CorpusError, match="which corpus"):
        packed_corpus([])
