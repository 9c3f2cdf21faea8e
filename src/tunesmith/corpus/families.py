"""Families: all settings of one tune, in whatever corpus and key they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.analysis.similarity import related

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["FamilyAgreement", "agreement", "families", "families_by_age"]


class Union:
    """Disjoint sets of the numbers below `size`; the smallest member names its set."""

    def __init__(self, size: int) -> None:
        self.parents = list(range(size))

    def find(self, member: int) -> int:
        """The name of the set that `member` is in."""
        while self.parents[member] != member:
            self.parents[member] = self.parents[self.parents[member]]
            member = self.parents[member]
        return member

    def join(self, first: int, second: int) -> None:
        """Make one set of two."""
        first, second = sorted((self.find(first), self.find(second)))
        self.parents[second] = first


def families(contours: Sequence[NDArray[np.int8]], groups: Sequence[str]) -> NDArray[np.int64]:
    """Number the family of every tune; shape (n,), the index of the family's first tune.

    Tunes of one group are a family by what their source says; groups whose melodies share a part are joined.
    """
    _, first, numbers = np.unique(np.asarray(groups, dtype=object), return_index=True, return_inverse=True)
    sets = Union(len(groups))
    for index, number in enumerate(numbers):
        sets.join(index, int(first[number]))
    for one, other in related(contours, numbers):
        sets.join(int(one), int(other))
    return np.array([sets.find(index) for index in range(len(groups))], dtype=np.int64)


def families_by_age(
    contours: Sequence[NDArray[np.int8]], groups: Sequence[str], later: Sequence[bool]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number the family and the clan of every tune; shapes (n,), (n,), each number the index of one of its tunes.

    Families of the older tunes are found among them alone, so that no tune that is `later` joins two that were apart
    or moves them to another split. A clan is all that hangs together when every tune is looked at; a later tune is in
    the family of the first older tune of its clan, or where there is none, of the first of all.
    """
    older = [index for index, late in enumerate(later) if not late]
    if len(older) == len(later):
        found = families(contours, groups)
        return found, found
    own = families([contours[index] for index in older], [groups[index] for index in older])
    sets = Union(len(groups))
    for index, first in enumerate(families(contours, groups)):
        sets.join(index, int(first))
    settled = {index: older[first] for index, first in zip(older, own, strict=True)}
    for index, first in settled.items():
        sets.join(index, first)
    clans = [sets.find(index) for index in range(len(groups))]
    heads: dict[int, int] = {}
    for index in older:
        heads.setdefault(clans[index], settled[index])
    joined = [settled.get(index, heads.get(clan, clan)) for index, clan in enumerate(clans)]
    return np.array(joined, dtype=np.int64), np.array(clans, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class FamilyAgreement:
    """How far melodies alone give back the groups that a source has marked by hand.

    `found` is the share of the tunes with a companion in their group that were related to one of them; `right` the
    share of the related pairs that are in one group. A source gives the same tune two groups now and then, so `right`
    is a lower bound.
    """

    tunes: int
    groups: int
    pairs: int
    found: float
    right: float


def agreement(contours: Sequence[NDArray[np.int8]], groups: Sequence[str]) -> FamilyAgreement:
    """Judge the melodic relation by the groups of a source, which it is not shown."""
    _, numbers, sizes = np.unique(np.asarray(groups, dtype=object), return_inverse=True, return_counts=True)
    pairs = related(contours, np.arange(len(groups)))
    together = pairs[numbers[pairs[:, 0]] == numbers[pairs[:, 1]]]
    reached = np.zeros(len(groups), dtype=np.bool_)
    reached[together.ravel()] = True
    accompanied = sizes[numbers] > 1
    return FamilyAgreement(
        tunes=len(groups),
        groups=len(sizes),
        pairs=len(pairs),
        found=float(reached[accompanied].mean()) if accompanied.any() else float("nan"),
        right=len(together) / len(pairs) if len(pairs) else float("nan"),
    )
