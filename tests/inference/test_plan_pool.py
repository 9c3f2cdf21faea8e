from __future__ import annotations

from tunesmith.inference.plan_pool import PlanPool


def test_a_plan_that_many_use_is_kept_once() -> None:
    pool = PlanPool()
    rows = [pool.acquire([1, 2, 3]), pool.acquire([4]), pool.acquire([1, 2, 3])]
    assert rows == [0, 1, 0]
    assert pool.rows.tolist() == [[1, 2, 3], [4, 0, 0]]


def test_a_row_is_free_when_its_last_user_is_gone() -> None:
    pool = PlanPool()
    for _ in range(2):
        pool.acquire([1])
    pool.acquire([2])
    pool.release(0)
    assert pool.acquire([3]) == 2
    pool.release(0)
    assert pool.acquire([4, 4]) == 0
    assert pool.rows.tolist() == [[4, 4], [2, 0], [3, 0]]
