from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.databases import free_port
from tests.support.working import Killer, cluster, refuse, square
from tunesmith.errors import MissingExtraError, WorkersError
from tunesmith.workers.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.working import RunningCluster

pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    with cluster(tmp_path_factory.mktemp("cluster"), workers=3) as found:
        yield found


def test_a_cluster_gives_what_one_process_gives_though_a_worker_is_killed(
    running: RunningCluster, tmp_path: Path
) -> None:
    work = Killer(tmp_path, (7,))
    with Cluster(running.address) as workers:
        assert list(workers.map(square, range(20), size=3)) == list(map(square, range(20)))
        assert list(workers.map(work, range(20), size=1)) == list(map(square, range(20)))
        with pytest.raises(ValueError, match="not 0"):
            list(workers.map(refuse, range(4), size=1))
    assert work.kills == 1


def test_where_nobody_answers_there_is_one_sentence() -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(WorkersError, match=f"no Dask scheduler answers at {address}"):
        Cluster(address, patience=1)


def test_what_is_no_address_is_named() -> None:
    with pytest.raises(WorkersError, match="no Dask scheduler answers at nonsense"):
        Cluster("nonsense", patience=1)


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"tunesmith\[cluster\]"):
        Cluster("tcp://127.0.0.1:8786")
