from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tunesmith.progress import EVERY, watched

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_whoever_waits_is_told_the_beginning_the_middle_and_the_end() -> None:
    told: list[tuple[str, int, int | None]] = []
    items = range(2 * EVERY + 1)
    assert list(watched(items, lambda *step: told.append(step), "reading", len(items))) == list(items)
    assert told == [("reading", done, len(items)) for done in (0, EVERY, 2 * EVERY, 2 * EVERY + 1)]


def test_of_an_unknown_number_the_end_tells_how_many_there_were() -> None:
    told: list[tuple[str, int, int | None]] = []
    assert list(watched(iter("ab"), lambda *step: told.append(step), "reading")) == ["a", "b"]
    assert told == [("reading", 0, None), ("reading", 2, 2)]


def test_items_are_handed_on_one_by_one() -> None:
    def forever() -> Iterator[str]:
        while True:
            yield "item"

    assert list(islice(watched(forever(), lambda *_: None, "reading"), 3)) == ["item"] * 3
