from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.cli.explore import explore
from tunesmith.errors import CorpusError, WriteError

if TYPE_CHECKING:
    from pathlib import Path

REEL = "X:1\nM:4/4\nL:1/8\nR:reel\nK:G\nGABc dedB|dedB dedB|c2ec B2dB|A2F2 G4|\n"


@pytest.fixture
def reel(tmp_path: Path) -> Path:
    path = tmp_path / "reel.abc"
    path.write_text(REEL)
    return path


def test_json_has_all_figures(reel: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explore(str(reel), as_json=True)
    figures = json.loads(capsys.readouterr().out)
    assert figures["sources"]["reel"]["kept"] == 1
    assert figures["keys"] == {"G": 1}
    assert figures["lengths"]["under_600"] == 1.0


def test_without_options_a_table_is_printed(reel: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explore(str(reel))
    printed = capsys.readouterr().out
    assert "100.00%" in printed
    assert "rhythms: reel 1" in printed


def test_what_was_fixed_and_dropped_is_said_of_each_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "two.abc").write_text(REEL.replace("GABc", '"em"GABc') + "\nX:2\nK:G\nGABc|\n")
    explore(str(tmp_path / "two.abc"))
    printed = capsys.readouterr().out
    assert "two fixed: chord symbol respelt 1" in printed
    assert "two dropped: too few bars 1" in printed


def test_out_writes_one_page(reel: Path, tmp_path: Path) -> None:
    explore(str(reel), out=tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "reel.abc"]


def test_a_page_that_cannot_be_written_leaves_nothing(reel: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(WriteError, match="taken cannot be written: Is a directory"):
        explore(str(reel), out=tmp_path / "taken")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reel.abc", "taken"]


def test_bad_input_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="needs a corpus"):
        explore()
    (tmp_path / "short.abc").write_text("X:1\nK:G\nGABc|\n")
    with pytest.raises(CorpusError, match="none of the 1 tunes is fit"):
        explore(str(tmp_path / "short.abc"))
