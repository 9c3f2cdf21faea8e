"""The pool of plans that the tunes in the engine keep to: each is stored once, however many tunes share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["PlanPool"]


class PlanPool:
    """Plans as rows of one array, which grows as needed; row 0 is there from the start, empty."""

    def __init__(self) -> None:
        self.rows: NDArray[np.int64] = np.zeros((1, 1), np.int64)  # P, length of the longest plan
        self._plans: list[Sequence[int] | None] = [None]
        self._uses = [0]

    def acquire(self, plan: Sequence[int]) -> int:
        """Find the row of a plan, or write it into a free one, and count one more use."""
        row = next((row for row, other in enumerate(self._plans) if other is plan or other == plan), None)
        if row is None:
            row = self._write(plan)
        self._uses[row] += 1
        return row

    def release(self, row: int) -> None:
        """Count one use less; a row without uses is free."""
        self._uses[row] -= 1
        if not self._uses[row]:
            self._plans[row] = None

    def _write(self, plan: Sequence[int]) -> int:
        if None not in self._plans:
            self._plans.append(None)
            self._uses.append(0)
        row = self._plans.index(None)
        count, width = len(self._plans), max(len(plan), self.rows.shape[1])
        if (count, width) != self.rows.shape:
            grown = np.zeros((count, width), np.int64)
            grown[: self.rows.shape[0], : self.rows.shape[1]] = self.rows
            self.rows = grown
        self.rows[row, : len(plan)] = plan
        self._plans[row] = plan
        return row
