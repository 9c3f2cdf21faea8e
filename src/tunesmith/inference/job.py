"""One tune to compose, as an engine takes it, and what comes of it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from tunesmith.errors import RequestError
from tunesmith.grammar import advance, begin, state_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.inference.own_filter import OwnFilter

__all__ = ["Job", "JobResult", "opened"]

SHARPEST = 1e6
"""One over the temperature, at temperature 0: no character is sampled that is less likely than another."""


@dataclass(frozen=True, slots=True)
class Job:
    """One tune to compose: what it starts with, how it is sampled, and the plan that it keeps to.

    The network reads the `preface` first, which is no part of the tune; `opening` is. `limit` is the most characters
    that the tune may have, its opening included. `seed` is taken modulo 2**64. A `plan` is one of the grammar's, which
    the opening must obey; without one there are no rules. `goals` tell the network where the parts are going
    (`tunesmith.model.goal_features`); without them it does not know. Its `own_filter` rules characters out before one
    is sampled.
    """

    preface: str = ""
    opening: str = ""
    seed: int = 0
    limit: int = 2000
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    plan: Sequence[int] | None = None
    goals: Sequence[int] = ()
    own_filter: OwnFilter | None = None

    @property
    def sharpness(self) -> float:
        """One over the temperature."""
        return min(1 / self.temperature, SHARPEST) if self.temperature else SHARPEST


@dataclass(frozen=True, slots=True)
class JobResult:
    """A tune that was composed, its opening included, and how it came to its end."""

    text: str
    ending: Literal["ended", "stopped", "stuck", "broken off"]


def opened(job: Job) -> array[int]:
    """The grammar's state after the opening; RequestError if the plan forbids it, nothing where there is no plan."""
    return array("q") if job.plan is None else _opened(tuple(job.plan), job.opening, job.limit)[:]


@lru_cache(maxsize=64)  # those who ask for many tunes ask for the same again and again
def _opened(plan: tuple[int, ...], opening: str, limit: int) -> array[int]:
    state = [0] * state_size(limit)
    begin(state, plan)
    for place, character in enumerate(opening):
        if not advance(state, plan, ord(character)):
            line = opening.count("\n", 0, place) + 1
            column = place - opening.rfind("\n", 0, place)
            raise RequestError(f"cannot go on with {character!r} at line {line}, column {column}", field="opening")
    return array("q", state)
