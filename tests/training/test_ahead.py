from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tunesmith.training.ahead import ahead

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_items_come_in_order_and_all_of_them() -> None:
    with ahead(range(20), 3) as items:
        assert list(items) == list(range(20))


def test_no_more_is_made_than_was_asked_for() -> None:
    made: list[int] = []
    third = threading.Event()

    def numbers() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            if number == 3:
                third.set()
            yield number

    with ahead(numbers(), 2) as items:
        assert next(items) == 0
        assert third.wait(60)
    assert len(made) <= 5  # one is in use, two are ready, one waits to be, and one may have been asked for


def test_an_error_comes_up_where_the_item_would() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    with ahead(broken(), 2) as items:
        assert next(items) == 1
        with pytest.raises(ValueError, match="no more"):
            next(items)


def test_the_thread_ends_with_the_block() -> None:
    before = set(threading.enumerate())
    with ahead(iter(int, 1), 2) as items:
        next(items)
        assert len(set(threading.enumerate()) - before) == 1
    assert set(threading.enumerate()) <= before
