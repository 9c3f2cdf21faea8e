from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.corpus.splits import BENCHMARK, HELD_OUT, SPLITS, split


def corpus(tunes: int, benchmark: int, size: int = 2) -> tuple[list[str], list[str], list[int]]:
    """Families of `size` tunes; every `benchmark`-th tune is from the benchmark."""
    sources = [BENCHMARK if index % benchmark == 0 else "session" for index in range(tunes)]
    names = [f"{source}/{index}" for index, source in enumerate(sources)]
    return names, sources, [index - index % size for index in range(tunes)]


def test_most_tunes_train_and_half_of_the_benchmark_is_its_own_test() -> None:
    names, sources, families = corpus(10_000, benchmark=10)
    counts = Counter(split(names, sources, families, seed=1))
    assert counts["test-irishman"] == 500
    assert counts[HELD_OUT] == 500
    assert counts["train"] > 8_500
    assert 100 < counts["validation"] < 300
    assert 100 < counts["test"] < 300


@given(
    st.lists(st.tuples(st.sampled_from([BENCHMARK, "session", "book"]), st.integers(0, 30)), max_size=80),
    st.integers(0, 5),
)
def test_no_family_leaks(tunes: list[tuple[str, int]], seed: int) -> None:
    names = [f"{source}/{index}" for index, (source, _) in enumerate(tunes)]
    sources, families = [source for source, _ in tunes], [family for _, family in tunes]
    parts = split(names, sources, families, seed)
    places = defaultdict(set)
    for family, part in zip(families, parts, strict=True):
        places[family].add(part)
    assert all(len(found) == 1 or found == {"test-irishman", HELD_OUT} for found in places.values())
    assert all(source == BENCHMARK for source, part in zip(sources, parts, strict=True) if part == "test-irishman")


def test_the_seed_alone_draws_the_lots() -> None:
    names, sources, families = corpus(2_000, benchmark=10)
    first = split(names, sources, families, seed=1)
    assert first == split(names, sources, families, seed=1)
    assert first != split(names, sources, families, seed=2)


def test_a_family_stays_where_it_is_when_the_corpus_grows() -> None:
    names, sources, families = corpus(2_000, benchmark=10_000)
    more = corpus(3_000, benchmark=10_000)
    assert split(*more, seed=1)[: len(names)] == split(names, sources, families, seed=1)


def test_a_large_family_is_learned_from() -> None:
    names, sources, families = corpus(2_000, benchmark=5, size=100)
    assert set(split(names, sources, families, seed=1)) == {"train"}


@pytest.mark.parametrize("split_name", SPLITS)
def test_every_split_has_tunes_of_a_large_corpus(split_name: str) -> None:
    assert split_name in split(*corpus(10_000, benchmark=10), seed=1)
