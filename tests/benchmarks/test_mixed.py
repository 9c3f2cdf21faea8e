"""The mixed load asks for everything, and tells what the studio holds."""

from __future__ import annotations

import pytest

from tunesmith.benchmarks.mixed import KINDS, measure
from tunesmith.rendering import FORMATS


@pytest.mark.slow
def test_the_curve_has_a_point_for_each_minute_and_nothing_fails() -> None:
    assert KINDS.keys() > set(FORMATS)
    minutes = list(measure(minutes=2, clients=2, workers=1, seconds=1))
    assert [minute.minute for minute in minutes] == [0, 1, 2]
    assert all(minute.all_processes_mb >= minute.largest_worker_mb > 10 for minute in minutes)
    assert minutes[-1].answers.keys() <= {"200", "201"}
