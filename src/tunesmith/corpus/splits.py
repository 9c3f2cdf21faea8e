"""Which tunes are learned from and which are kept to judge by: whole families, at random by a seed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from tunesmith.corpus.catalogue import BENCHMARK, record_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["HELD_OUT", "SPLITS", "hash_fraction", "split"]

HELD_OUT = "held out"  # a setting of a tune that is kept to judge by, from a source that is not: used for nothing
SPLITS = ("train", "validation", "test", "test-irishman", "test-later")
KEPT = 0.02  # the share of the families in validation, and again in test
LARGE = 0.005  # a family with more than this share of all tunes would make a test of one tune


def split(
    names: Sequence[str], sources: Sequence[str], families: Sequence[int], clans: Sequence[int], seed: int
) -> list[str]:
    """The split of every tune: one of SPLITS, or HELD_OUT.

    Tunes of sources that came later move no other: validation, test and test-irishman are sampled from the older tunes,
    and a later tune whose clan reaches into one of them is HELD_OUT. Clans of later tunes alone are learned from, or
    `test-later`. A corpus of later tunes alone is split like one of older ones. `names` are unique and stay the same
    whatever else is in the corpus, so that a family moves only with the seed.
    """
    older = [index for index, source in enumerate(sources) if not record_of(source).later]
    older = older or list(range(len(names)))
    of_older = _split_older([names[i] for i in older], [sources[i] for i in older], [families[i] for i in older], seed)
    result = dict(zip(older, of_older, strict=True))
    reached: Mapping[int, set[str]] = defaultdict(set)
    for index, part in result.items():
        reached[clans[index]].add(part)
    alone: Mapping[int, list[int]] = defaultdict(list)
    for index in range(len(names)):
        if clans[index] in reached:
            result.setdefault(index, "train" if reached[clans[index]] == {"train"} else HELD_OUT)
        else:
            alone[clans[index]].append(index)
    for clan in alone.values():
        kept = (
            len(clan) <= max(1, LARGE * len(names)) and hash_fraction(min(names[index] for index in clan), seed) < KEPT
        )
        result |= dict.fromkeys(clan, "test-later" if kept else "train")
    return [result[index] for index in range(len(names))]


def _split_older(names: Sequence[str], sources: Sequence[str], families: Sequence[int], seed: int) -> list[str]:
    """The split of every older tune.

    A family is never divided between train, validation and test. Half of the tunes of BENCHMARK, by families, are
    `test-irishman`; the other tunes of these families are HELD_OUT.
    """
    members: Mapping[int, list[int]] = defaultdict(list)
    for index, family in enumerate(families):
        members[family].append(index)
    fractions = {family: hash_fraction(min(names[i] for i in tunes), seed) for family, tunes in members.items()}
    eligible = [family for family, tunes in members.items() if len(tunes) <= max(1, LARGE * len(names))]
    benchmark = _benchmark_families({family: members[family] for family in eligible}, sources, fractions)
    result = ["train"] * len(names)
    for family in eligible:
        for index in members[family]:
            if family in benchmark:
                result[index] = "test-irishman" if sources[index] == BENCHMARK else HELD_OUT
            elif fractions[family] < 2 * KEPT and not any(sources[i] == BENCHMARK for i in members[family]):
                result[index] = "test" if fractions[family] < KEPT else "validation"
    return result


def _benchmark_families(
    members: Mapping[int, Sequence[int]], sources: Sequence[str], fractions: Mapping[int, float]
) -> set[int]:
    """The families, in the order of their fractions, that make up half of the benchmark's tunes."""
    half = sum(source == BENCHMARK for source in sources) / 2
    chosen: set[int] = set()
    taken = 0
    for family in sorted(members, key=lambda family: fractions[family]):
        count = sum(sources[index] == BENCHMARK for index in members[family])
        if count and taken < half:
            chosen.add(family)
            taken += count
    return chosen


def hash_fraction(name: str, seed: int) -> float:
    """A number from 0 to 1 that depends on the name and the seed alone."""
    digest = hashlib.sha256(f"{seed}\n{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
