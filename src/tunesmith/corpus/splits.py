"""Which tunes are learned from and which are kept to judge by: whole families, at random by a seed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tunesmith.corpus.catalogue import BENCHMARK, record_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["HELD_OUT", "SPLITS", "USUAL", "Shares", "hash_fraction", "split", "split_by_file"]

HELD_OUT = "held out"  # a setting of a tune that is kept to judge by, from a source that is not: used for nothing
SPLITS = ("train", "validation", "test", "test-irishman", "test-later")
KEPT = 0.02  # the share of the families in validation, and again in test
FEWEST = 20  # families in each of them, where that takes no more than MOST of a small corpus
MOST = 0.1
LARGE = 0.005  # a family with more than this share of all tunes would make a test of one tune
FILES = {
    "validation": ("validation", "valid", "val", "dev"),
    "test": ("test",),
}
"""The splits that a source has files for, and what these are called; all others are learned from."""


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of the families that are kept for `validation` and for `test`, each from 0 up, both together below 1.

    A share that is given is met as exactly as whole families can. None is about 2%, and up to 10% of a small corpus, so
    that it has some 20 families if possible; then a family stays where it is when a large corpus grows.
    """

    validation: float | None = None
    test: float | None = None

    def kept(self, fractions: Mapping[int, float], families: int) -> dict[int, str]:
        """The families in test and in validation, of those with these fractions, of `families` in all."""
        usual = max(KEPT, min(MOST, FEWEST / max(families, 1)))
        if self.validation is self.test is None:
            low = {family: fraction < usual for family, fraction in fractions.items() if fraction < 2 * usual}
            return {family: "test" if lower else "validation" for family, lower in low.items()}
        order = sorted(fractions, key=fractions.__getitem__)
        test = round(families * (usual if self.test is None else self.test))
        validation = round(families * (usual if self.validation is None else self.validation))
        return dict.fromkeys(order[:test], "test") | dict.fromkeys(order[test : test + validation], "validation")


USUAL = Shares()


def split(
    names: Sequence[str],
    sources: Sequence[str],
    families: Sequence[int],
    clans: Sequence[int],
    seed: int,
    shares: Shares = USUAL,
) -> list[str]:
    """The split of every tune: one of SPLITS, or HELD_OUT.

    Tunes of sources that came later move no other: validation, test and test-irishman are sampled from the older tunes,
    and a later tune whose clan reaches into one of them is HELD_OUT. Clans of later tunes alone are learned from, or
    `test-later`. A corpus of later tunes alone is split like one of older ones. `names` are unique and stay the same
    whatever else is in the corpus, so that a family of a corpus of a thousand families moves only with the seed.
    """
    older = [index for index, source in enumerate(sources) if not record_of(source).later]
    older = older or list(range(len(names)))
    of_older = _split_older(
        [names[i] for i in older], [sources[i] for i in older], [families[i] for i in older], seed, shares
    )
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


def split_by_file(files: Sequence[str]) -> list[str]:
    """The split of every tune by the name of the file that it comes from, as in FILES."""
    named = {name: part for part, names in FILES.items() for name in names}
    return [named.get(file.lower(), "train") for file in files]


def _split_older(
    names: Sequence[str], sources: Sequence[str], families: Sequence[int], seed: int, shares: Shares
) -> list[str]:
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
    free = [family for family in eligible if not any(sources[index] == BENCHMARK for index in members[family])]
    kept = _kept({family: fractions[family] for family in free}, len(members), shares)
    result = ["train"] * len(names)
    for family in eligible:
        for index in members[family]:
            if family in benchmark:
                result[index] = "test-irishman" if sources[index] == BENCHMARK else HELD_OUT
            else:
                result[index] = kept.get(family, "train")
    return result


def _kept(fractions: Mapping[int, float], families: int, shares: Shares) -> dict[int, str]:
    """The families in validation and in test, of those with these fractions.

    One is always in validation if it is asked for and there is another; and one is always left to learn from.
    """
    kept = shares.kept(fractions, families)
    order = sorted(fractions, key=fractions.__getitem__)
    if shares.validation != 0 and families > 1 and order and "validation" not in kept.values():
        kept[next((family for family in order if family not in kept), order[0])] = "validation"
    if len(kept) == families > 1:
        spare = list(kept.values()).count("validation") > 1
        del kept[next(family for family in reversed(order) if spare or kept[family] == "test")]
    return kept


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
