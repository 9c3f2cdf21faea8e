"""Who does long work: one rule for all commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.working import square
from tunesmith.cli import main
from tunesmith.cli.workers import Team
from tunesmith.errors import RequestError
from tunesmith.machine import usable_cores

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Refused = Callable[[list[str]], str]

BOOK = "X:1\nL:1/8\nM:4/4\nK:G\nGABc dedB | dedB dedB | c2 ec B2 dB | A2 F2 G4 |\n"
COMMANDS = {
    "compose": ["compose", "--out", "tunes"],
    "pack": ["pack", "book.abc", "--out", "packed"],
    "index": ["index", "book.abc", "--out", "book.npz"],
    "explore": ["explore", "book.abc"],
    "origin": ["origin", "book.abc"],
    "report": ["report", "book.abc"],
}


def test_by_default_there_is_a_process_for_each_core() -> None:
    assert Team().count == usable_cores()
    with Team(workers=2).at_work() as workers:
        assert list(workers.map(square, range(3))) == [0, 1, 4]


def test_a_cluster_brings_its_own_workers() -> None:
    with pytest.raises(RequestError, match="on has workers of its own: leave --workers out"):
        Team(workers=2, on="tcp://127.0.0.1:8786")


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refused:
    (tmp_path / "book.abc").write_text(BOOK)
    monkeypatch.chdir(tmp_path)

    def refused(words: list[str]) -> str:
        monkeypatch.setattr("sys.argv", ["tunesmith", *words])
        with pytest.raises(SystemExit) as stop:
            main()
        assert stop.value.code == 2
        return capsys.readouterr().err

    return refused


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_no_command_works_with_no_worker(words: list[str], refused: Refused) -> None:
    assert refused([*words, "--workers", "0"]) == "tunesmith: --workers must be at least 1, not 0\n"
