"""The measuring commands measure what they say, in small."""

from __future__ import annotations

import pytest

from tunesmith.benchmarks import footprint
from tunesmith.benchmarks.load import measure
from tunesmith.machine import usable_cores


@pytest.mark.slow
def test_both_servers_answer_every_request_rightly_and_keep_every_tune() -> None:
    loads = measure(seconds=0.5, workers=1, clients=(1, 4))
    assert [(load.server, load.clients) for load in loads] == [
        (server, clients) for clients in (1, 4) for server in ("studio", "one at a time")
    ]
    for load in loads:
        assert load.ids
        assert (load.refused, load.faulty, load.lost) == (0, 0, 0)
        assert len(set(load.ids)) == len(load.ids) == len(load.latencies)
        assert load.summary()["tunes_per_second"] == round(len(load.ids) / load.seconds, 1)
        assert 0 < load.cpu_seconds < load.seconds * (usable_cores() + 1)
        assert load.summary()["cpu_ms_a_tune"] == round(1000 * load.cpu_seconds / len(load.ids), 3)


def test_the_memory_is_that_of_a_studio_that_composes() -> None:
    found = footprint.measure(tunes=4, clients=2)
    assert found["tunes"] >= found["tunes_halfway"] >= 2
    assert found["end_mb"] > found["idle_mb"] * 0.9 > 10
