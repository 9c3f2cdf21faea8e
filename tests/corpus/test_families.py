from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.analysis.melody import contour
from tunesmith.corpus.families import agreement, families, families_by_age
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Walk = Callable[..., np.ndarray]


def test_a_family_joins_groups_and_melodies_across_sources(walk: Walk) -> None:
    contours = [walk(1), walk(2), walk(1) + 7, walk(3), walk(4)]
    groups = ["session/1", "session/2", "irishman/1", "session/2", "irishman/2"]
    assert families(contours, groups).tolist() == [0, 1, 0, 1, 4]


def test_relation_is_passed_on(walk: Walk) -> None:
    first, second, third = walk(1, 64), walk(2, 64), walk(3, 64)
    chain = [np.concatenate(parts) for parts in ((first, second), (second, third), (third, walk(4, 64)))]
    assert families(chain, ["a", "b", "c"]).tolist() == [0, 0, 0]


def test_a_later_tune_joins_the_first_older_family_of_its_clan_and_moves_none(walk: Walk) -> None:
    first, second, third = walk(1, 64), walk(2, 64), walk(3, 64)
    contours = [first, second, np.concatenate([first, second]), third, third]
    found, clans = families_by_age(contours, list("abcde"), [False, False, True, True, True])
    assert found.tolist() == [0, 1, 0, 3, 3]
    assert clans.tolist() == [0, 0, 0, 3, 3]


def test_without_later_tunes_families_and_clans_are_one(walk: Walk) -> None:
    contours = [walk(1), walk(2), walk(1) + 7]
    found, clans = families_by_age(contours, list("abc"), [False] * 3)
    assert found.tolist() == clans.tolist() == families(contours, list("abc")).tolist()


def test_agreement_counts_what_was_found_and_what_was_right(walk: Walk) -> None:
    contours = [walk(1), walk(1) + 2, walk(2), walk(3), walk(4)]
    found = agreement(contours, ["a", "a", "b", "b", "c"])
    assert (found.tunes, found.groups, found.pairs, found.found, found.right) == (5, 3, 1, 0.5, 1.0)


def test_melodies_give_back_the_groups_of_a_real_corpus(corpus_folder: Path) -> None:
    with gzip.open(corpus_folder / "session2021.jsonl.gz", "rt", encoding="utf-8") as stream:
        records = [json.loads(line) for line, _ in zip(stream, range(500), strict=False)]
    contours = [contour(Tune.parse(record["abc"]).melody.in_ticks) for record in records]
    found = agreement(contours, [record["group"] for record in records])
    assert found.found > 0.75
    assert found.right > 0.8
