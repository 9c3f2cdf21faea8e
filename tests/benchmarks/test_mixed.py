"""The mixed load asks for everything, and tells what the studio holds."""

from __future__ import annotations

import pytest

from tunesmith.benchmarks.mixed import KINDS, Minute, measure
from tunesmith.rendering import FORMATS


@pytest.mark.slow
def test_the_curve_has_a_point_for_each_minute_and_nothing_fails_or_is_lost() -> None:
    assert KINDS.keys() > set(FORMATS)
    rows = list(measure(minutes=2, clients=[1, 2], workers=1, seconds=1))
    curve, ends = [row for row in rows if isinstance(row, Minute)], [row for row in rows if isinstance(row, tuple)]
    assert [(row.minute, row.clients) for row in curve] == [(0, 0), (1, 1), (2, 2)]
    assert all(row.all_processes_mb > 10 and min(row.workers_mb) > 10 for row in curve)
    assert [lost for _, lost in ends] == [0, 0]
    assert all(answers.statuses.keys() <= {"200", "201"} for answers, _ in ends)
