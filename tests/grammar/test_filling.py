from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.filling import in_bar, landing
from tunesmith.grammar.layout import NEVER
from tunesmith.grammar.outlines import PartOutline

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

LAST_BAR = {"parts": [PartOutline(2, 2, repeated=False)], "least_total": 2}


@pytest.mark.parametrize(
    ("written", "left", "rest"),
    [
        ("", 0, " d8"),
        (" d4", 0, " d4"),
        (" d4", 8, " d2"),  # eight ticks, a quarter note, stay open
        (" d4 e", 0, "4"),
        (" d4 ^", 0, "f4"),
        (" d8", 0, ""),
    ],
)
def test_a_bar_is_filled_in_the_shortest_way(scribe: Callable[..., Scribe], written: str, left: int, rest: str) -> None:
    one = scribe()
    assert one.write(written) == ""
    assert in_bar(one.state, one.plan, left) == len(rest)


def test_a_bar_cannot_leave_more_than_there_is(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    assert one.write(" d8 ") == ""
    assert in_bar(one.state, one.plan, 1) == NEVER


def test_a_last_note_on_the_tonic_takes_no_more_where_it_is_being_written(scribe: Callable[..., Scribe]) -> None:
    one = scribe(**LAST_BAR, ending="home")
    assert one.write(" e8 | e4 d") == ""
    assert landing(one.state, one.plan, 0) == len("4")
