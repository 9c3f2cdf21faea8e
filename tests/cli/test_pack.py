from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest

from tunesmith.cli.explore import explore
from tunesmith.cli.pack import counts, pack, shares
from tunesmith.cli.workers import Team
from tunesmith.corpus.packed import PackedCorpus, read_record
from tunesmith.corpus.splits import Shares
from tunesmith.errors import CorpusError, RequestError
from tunesmith.model.checkpoint import Checkpoint

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Thirty tunes, no two of one family; the first with a character that no model knows."""
    tunes = []
    for number in range(30):
        notes = "".join(Random(number).choices("GABcdefg", k=48))
        bars = "|".join(notes[start : start + 6] for start in range(0, 48, 6))
        tunes.append(f"X:{number}\nM:6/8\nL:1/8\nR:jig\nK:G\n{'' if number else chr(34) + '^$' + chr(34)}{bars}|]\n")
    path = tmp_path / "jigs.abc"
    path.write_text("\n".join(tunes))
    return path


def test_a_packed_corpus_is_explored_without_cleaning_it_again(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    explore(str(book), as_json=True, team=Team(workers=1))
    asked = json.loads(capsys.readouterr().out)
    pack(str(book), out=tmp_path / "packed", team=Team(workers=1))
    said = capsys.readouterr().out
    assert "jigs: 30 tunes found, 30 kept" in said
    assert "validation: " in said
    book.unlink()
    explore(str(tmp_path / "packed"), as_json=True)
    assert json.loads(capsys.readouterr().out) == asked


def test_the_options_reach_the_packed_corpus(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "packed"
    pack(str(book), out=out, subset="20,5", vocabulary="small", keys=0, found_chords=0.0, seed=2, team=Team(workers=1))
    splits = read_record(out)["splits"]
    assert (splits["train"]["tunes"], splits["validation"]["tunes"], splits["test"]["tunes"]) == (20, 5, 0)
    assert splits["train"]["variants"] == 20
    assert PackedCorpus.open(out, "train").vocabulary == Checkpoint.load("small").vocabulary
    pack(str(book), out=out, subset="20,5", vocabulary="small", keys=0, found_chords=0.0, seed=2, team=Team(workers=1))
    assert "was packed already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("subset", "expected"),
    [(None, (None, None)), ("300", (300, None)), ("20000,2000", (22000, 2000 / 22000))],
)
def test_a_subset_is_one_number_or_two(subset: str | None, expected: tuple[object, object]) -> None:
    assert counts(subset) == expected


@pytest.mark.parametrize("subset", ["", "many", "0", "-3", "1,2,3", "5,0"])
def test_another_subset_is_refused(subset: str) -> None:
    with pytest.raises(RequestError, match="--subset is a number of tunes, or two like 20000,2000"):
        counts(subset)


def test_shares_leave_something_to_learn_from() -> None:
    assert shares(0.2, None) == Shares(0.2, None)
    with pytest.raises(RequestError, match="leave nothing to learn from"):
        shares(0.5, 0.5)
    with pytest.raises(RequestError, match="--test must be from 0 to 1, not 2"):
        shares(None, 2.0)


def test_what_cannot_be_packed_is_refused(book: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="which corpus"):
        pack(out=tmp_path / "a")
    with pytest.raises(RequestError, match="--keys must be at least 0, not -1"):
        pack(str(book), out=tmp_path / "a", keys=-1)
    pack(str(book), out=tmp_path / "a", team=Team(workers=1))
    with pytest.raises(CorpusError, match="cannot be packed again"):
        pack(str(tmp_path / "a"), out=tmp_path / "b")
