from __future__ import annotations

import os
import signal
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from tests.corpus.conftest import write_book
from tunesmith.benchmarks import sharing
from tunesmith.benchmarks.sharing import Killer, tried
from tunesmith.progress import unwatched
from tunesmith.workers.sharing import ALONE

if TYPE_CHECKING:
    from pathlib import Path


def alone(kill: int | None = None) -> nullcontext[object]:
    return nullcontext((ALONE, unwatched if kill is None else Killer(kill)))


def test_each_way_writes_what_the_first_wrote(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sharing, "WAYS", {"one": alone, "another": alone})
    found = list(tried([write_book(tmp_path / "book")], count=20))
    assert [(trial.name, trial.same) for trial in found] == [("one", True), ("another", True)]


def test_a_worker_is_killed_halfway_and_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda process, number: killed.append((process, number)))
    watch = Killer(4)
    watch("cleaning tunes", 32, 80)
    watch("finding families", 0, None)
    assert not watch.done
    watch("cleaning tunes", 64, 80)
    watch("cleaning tunes", 80, 80)
    assert killed == [(4, signal.SIGKILL)]


def test_a_run_in_which_nobody_was_killed_is_no_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sharing, "WAYS", {"one": lambda: alone(kill=4)})
    with pytest.raises(RuntimeError, match="no worker was killed"):
        list(tried([write_book(tmp_path / "book")], count=20))
