from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.working import square
from tunesmith.workers.sharing import ALONE, in_turn, mapped, shares_of

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_process_alone_works_on_one_item_after_the_other() -> None:
    assert list(ALONE.map(square, range(5))) == [0, 1, 4, 9, 16]


def test_whoever_waits_is_told_how_far_the_work_is() -> None:
    told: list[tuple[str, int, int | None]] = []
    assert list(mapped(square, range(3), watch=lambda *step: told.append(step), stage="squaring")) == [0, 1, 4]
    assert told == [("squaring", 0, 3), ("squaring", 3, 3)]


def test_shares_are_of_one_size_but_for_the_last() -> None:
    assert list(map(list, shares_of(range(7), 3))) == [[0, 1, 2], [3, 4, 5], [6]]


@pytest.mark.parametrize("most", [1, 3, 100])
def test_only_a_few_shares_are_under_way_at_a_time(most: int) -> None:
    under_way: set[int] = set()
    largest = 0

    def submit(number: int) -> Callable[[], int]:
        nonlocal largest
        under_way.add(number)
        largest = max(largest, len(under_way))

        def result() -> int:
            under_way.remove(number)
            return number

        return result

    assert list(in_turn(submit, range(10), most)) == list(range(10))
    assert largest == min(most + 1, 10)
