"""The commands of docs/first-hour.md, in their order, with less to do."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from tunesmith.cli import app
from tunesmith.notation import check

SCRIPT = Path(__file__).parents[1] / "scripts" / "first_hour.py"
LESS = {
    "--subset 900,100": "--subset 60,20",
    "--minutes 4": "--epochs 1",  # a run by the clock would be another one each time
    "--minutes 8": "--epochs 1",
    "--count 100": "--count 12",
}
"""What the test gives the commands in place of the page's numbers of tunes and minutes."""


def with_less(words: list[str]) -> list[str]:
    """A command with less to do."""
    command = " ".join(words)
    for more, less in LESS.items():
        command = command.replace(more, less)
    return command.split()


@pytest.mark.slow
def test_every_command_of_the_first_hour_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in runpy.run_path(str(SCRIPT))["commands"]():
        app(with_less(words), exit_on_error=False, result_action="return_value")
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written >= {"corpus.html", "report.html", "heard/tune-1.svg", "heard/tune-1.mp3", "runs/mine/curves.svg"}
    assert check((tmp_path / "jig.abc").read_text()).ok
