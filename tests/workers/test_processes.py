from __future__ import annotations

import multiprocessing
import os
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.support.working import Killer, refuse, square
from tunesmith.errors import WorkersError
from tunesmith.workers.processes import Processes
from tunesmith.workers.sharing import SHARE, TRIES

if TYPE_CHECKING:
    from pathlib import Path


def ours(_: int) -> int:
    return os.getpid()


def test_many_processes_give_what_one_gives() -> None:
    numbers = range(3 * SHARE + 1)
    assert list(Processes(2).map(square, numbers)) == list(Processes(1).map(square, numbers))


def test_a_single_share_stays_in_this_process() -> None:
    assert set(Processes(4).map(ours, range(SHARE))) == {os.getpid()}


def test_the_share_of_a_lost_process_is_done_again(tmp_path: Path) -> None:
    work = Killer(tmp_path, (0, 5, 19))
    assert list(Processes(2).map(work, range(20), size=2)) == list(map(square, range(20)))
    assert work.kills == 3


def test_a_share_that_ends_every_process_is_not_begun_forever(tmp_path: Path) -> None:
    work = Killer(tmp_path, (3,), times=TRIES)
    with pytest.raises(WorkersError, match="3 processes in a row ended"):
        list(Processes(2).map(work, range(8), size=2))
    assert work.kills == TRIES


def test_what_the_work_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="not 0"):
        list(Processes(2).map(refuse, range(4), size=1))


def test_whoever_stops_early_leaves_no_process() -> None:
    before = set(multiprocessing.active_children())
    results = Processes(2).map(partial(pow, 2), range(100), size=1)
    assert next(iter(results)) == 1
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert set(multiprocessing.active_children()) <= before
