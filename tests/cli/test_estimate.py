from __future__ import annotations

import pytest

from tunesmith.cli.estimate import size, span


@pytest.mark.parametrize(
    ("count", "words"), [(1_500_000, "1.5 MB"), (999_900_000, "999.9 MB"), (2_500_000_000, "2.50 GB")]
)
def test_bytes_are_in_the_unit_that_fits(count: int, words: str) -> None:
    assert size(count) == words


@pytest.mark.parametrize(("seconds", "words"), [(59.6, "0:01:00"), (3_725, "1:02:05"), (90_000, "1 day, 1:00:00")])
def test_seconds_are_hours_minutes_and_seconds(seconds: float, words: str) -> None:
    assert span(seconds) == words
