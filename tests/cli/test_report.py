from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.cli.report import report
from tunesmith.cli.workers import Team
from tunesmith.errors import CorpusError
from tunesmith.workers.sharing import SHARE

if TYPE_CHECKING:
    from pathlib import Path

NOTES = "DEFGABcdefga"


def tunebook(path: Path, start: int) -> Path:
    """Twelve tunes that go up from one note after another."""
    tunes = []
    for number in range(12):
        letters = (NOTES[(start + number + step * (1 + number % 5)) % 12] for step in range(48))
        bars = ["".join(bar) for bar in zip(*[letters] * 6, strict=True)]
        tunes.append(f"X:{number + 1}\nL:1/8\nM:6/8\nK:D\n|: {' | '.join(bars)} :|\n")
    path.write_text("\n".join(tunes))
    return path


def test_tunes_are_judged_against_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine, theirs = tunebook(tmp_path / "mine.abc", 0), tunebook(tmp_path / "theirs.abc", 5)
    report(str(mine), against=str(theirs), out=tmp_path / "page.html", as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert (found["judged"]["name"], found["real"]["name"]) == ("mine.abc", "theirs.abc")
    assert found["judged"]["form"]["forms"] == {"AA": 1.0}
    assert "<title>mine.abc</title>" in (tmp_path / "page.html").read_text()
    report(str(mine))
    words = capsys.readouterr().out
    assert "clean by tunesmith check" in words
    assert "100.0%" in words


def test_the_figures_do_not_depend_on_the_workers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tunes = [tunebook(tmp_path / "some.abc", start).read_text() for start in (0, 5, 7)]
    mine = tmp_path / "mine.abc"
    mine.write_text("\n".join(tunes))
    printed = []
    for workers in (1, 2):
        report(str(mine), canonical=True, as_json=True, team=Team(workers=workers))
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert json.loads(printed[0])["judged"]["tunes"] > SHARE


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        report(str(tmp_path / "nothing"))
