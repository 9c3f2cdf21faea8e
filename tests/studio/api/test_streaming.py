from __future__ import annotations

import pytest

from tunesmith.studio.api import streaming


@pytest.mark.parametrize(
    ("music", "bars"), [("", 0), (" d8", 0), (" d8 |", 1), ("|: d8 | e8 :|", 2), ("|: d8 | e8 :: f8", 2)]
)
def test_bars_are_counted_as_they_are_closed(music: str, bars: int) -> None:
    assert streaming._bars(f"X:1\nM:4/4\nK:D\n{music}") == bars


def test_a_header_has_no_bars() -> None:
    assert streaming._bars("X:1\nT:a | b\n") == 0
