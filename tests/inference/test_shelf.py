from __future__ import annotations

from tunesmith.inference.shelf import Shelf


def test_a_plan_that_many_use_is_kept_once() -> None:
    shelf = Shelf()
    rows = [shelf.put([1, 2, 3]), shelf.put([4]), shelf.put([1, 2, 3])]
    assert rows == [0, 1, 0]
    assert shelf.rows.tolist() == [[1, 2, 3], [4, 0, 0]]


def test_a_row_is_free_when_its_last_user_is_gone() -> None:
    shelf = Shelf()
    for _ in range(2):
        shelf.put([1])
    shelf.put([2])
    shelf.drop(0)
    assert shelf.put([3]) == 2
    shelf.drop(0)
    assert shelf.put([4, 4]) == 0
    assert shelf.rows.tolist() == [[4, 4], [2, 0], [3, 0]]
