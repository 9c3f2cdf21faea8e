from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.corpus.catalogue import BENCHMARK
from tunesmith.corpus.splits import HELD_OUT, SPLITS, USUAL, Shares, split, split_by_file

LATER = "etunebook2"
Corpus = tuple[list[str], list[str], list[int], list[int]]


def corpus(tunes: int, benchmark: int, size: int = 2) -> Corpus:
    """Families of `size` tunes; every `benchmark`-th tune is from the benchmark."""
    sources = [BENCHMARK if index % benchmark == 0 else "session" for index in range(tunes)]
    names = [f"{source}/{index}" for index, source in enumerate(sources)]
    families = [index - index % size for index in range(tunes)]
    return names, sources, families, families


def joined(older: Corpus, members: list[list[int]]) -> Corpus:
    """The corpus with one later tune for each list, in one clan with those older tunes, or in one of its own."""
    names, sources = map(list, older[:2])
    families, clans = map(list, older[2:])
    for number, kin in enumerate(members):
        names.append(f"{LATER}/{number}")
        sources.append(LATER)
        families.append(families[kin[0]] if kin else len(families))
        together = {clans[index] for index in kin} | {len(clans)}
        clans = [min(together) if clan in together else clan for clan in [*clans, len(clans)]]
    return names, sources, families, clans


def test_most_tunes_train_and_half_of_the_benchmark_is_its_own_test() -> None:
    counts = Counter(split(*corpus(10_000, benchmark=10), seed=1))
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
    parts = split(names, sources, families, families, seed)
    places = defaultdict(set)
    for family, part in zip(families, parts, strict=True):
        places[family].add(part)
    assert all(len(found) == 1 or found == {"test-irishman", HELD_OUT} for found in places.values())
    assert all(source == BENCHMARK for source, part in zip(sources, parts, strict=True) if part == "test-irishman")


def test_the_seed_alone_decides() -> None:
    tunes = corpus(2_000, benchmark=10)
    first = split(*tunes, seed=1)
    assert first == split(*tunes, seed=1)
    assert first != split(*tunes, seed=2)


def test_a_family_stays_where_it_is_when_the_corpus_grows() -> None:
    fewer, more = corpus(2_000, benchmark=10_000), corpus(3_000, benchmark=10_000)
    assert split(*more, seed=1)[:2_000] == split(*fewer, seed=1)


def test_a_large_family_is_learned_from() -> None:
    assert set(split(*corpus(2_000, benchmark=5, size=100), seed=1)) == {"train"}


def test_tunes_of_later_sources_move_no_older_one_even_where_they_join_two_families() -> None:
    older = corpus(2_000, benchmark=10)
    bridges = [[index, index + 101] for index in range(0, 1_800, 7)]
    assert split(*joined(older, bridges), seed=1)[:2_000] == split(*older, seed=1)


def test_a_later_setting_of_a_tune_that_is_kept_to_judge_by_is_used_for_nothing() -> None:
    older = corpus(2_000, benchmark=10)
    parts = split(*older, seed=1)
    later = split(*joined(older, [[index] for index in range(2_000)]), seed=1)[2_000:]
    assert {part: {new for old, new in zip(parts, later, strict=True) if old == part} for part in set(parts)} == {
        "train": {"train"},
        "validation": {HELD_OUT},
        "test": {HELD_OUT},
        "test-irishman": {HELD_OUT},
        HELD_OUT: {HELD_OUT},
    }


def test_later_tunes_that_nobody_knew_are_learned_from_or_a_test_of_their_own() -> None:
    counts = Counter(split(*joined(corpus(100, benchmark=10), [[]] * 3_000), seed=1)[100:])
    assert set(counts) == {"train", "test-later"}
    assert 30 < counts["test-later"] < 90


def test_a_corpus_of_later_tunes_alone_has_a_validation_too() -> None:
    names = [f"{LATER}/{number}" for number in range(2_000)]
    numbers = list(range(2_000))
    assert set(split(names, [LATER] * 2_000, numbers, numbers, seed=1)) == {"train", "validation", "test"}


@pytest.mark.parametrize("split_name", SPLITS)
def test_every_split_has_tunes_of_a_large_corpus(split_name: str) -> None:
    assert split_name in split(*joined(corpus(10_000, benchmark=10), [[]] * 1_000), seed=1)


def counted(families: int, shares: Shares = USUAL, seed: int = 1) -> Counter[str]:
    """How many of so many families of one tune are in each split."""
    numbers = list(range(families))
    return Counter(split([f"book/{n}" for n in numbers], ["book"] * families, numbers, numbers, seed, shares))


@pytest.mark.parametrize("families", [2, 3, 10, 50])
@pytest.mark.parametrize("seed", range(20))
def test_a_small_corpus_always_has_a_tune_to_validate_on_and_one_to_learn_from(families: int, seed: int) -> None:
    counts = counted(families, seed=seed)
    assert counts["validation"] >= 1
    assert counts["train"] >= 1


def test_one_family_is_learned_from() -> None:
    assert counted(1) == {"train": 1}


def test_more_of_a_small_corpus_is_kept_to_judge_by() -> None:
    assert 5 < counted(100)["validation"] < 20
    assert 10 < counted(500)["validation"] < 32


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        (Shares(validation=0.25, test=0.0), {"train": 75, "validation": 25}),
        (Shares(validation=0.2, test=0.1), {"train": 70, "validation": 20, "test": 10}),
        (Shares(validation=0.0, test=0.1), {"train": 90, "test": 10}),
        (Shares(test=0.3), {"train": 60, "validation": 10, "test": 30}),
    ],
)
def test_shares_that_are_given_are_met(shares: Shares, expected: dict[str, int]) -> None:
    assert counted(100, shares) == expected


def test_files_tell_the_splits_of_a_source_that_has_its_own() -> None:
    files = ["train", "validation", "Test", "val", "reels"]
    assert split_by_file(files) == ["train", "validation", "test", "validation", "train"]
