from __future__ import annotations

import numpy as np
import pytest

from tunesmith.analysis.fingerprints import Line, grams, winnowed
from tunesmith.analysis.origin_index import Chance, KnownTune, OriginIndex
from tunesmith.analysis.origin_runs import LEAST, Runs, covered, runs_of

KNOWN = np.random.default_rng(3).permutation(np.arange(50, 90))
"""The pitches of a known tune, in eighths."""


def line(pitches: np.ndarray) -> Line:
    return Line(pitches.astype(np.int64), np.arange(len(pitches) + 1) / 8, np.arange(len(pitches)) // 8)


@pytest.fixture(scope="module")
def index() -> OriginIndex:
    melody = line(KNOWN)
    hashes = grams(melody)
    kept = winnowed(hashes)
    return OriginIndex.of(
        [(hashes[kept], kept, melody.bars[kept])], [0], (KnownTune("Known", "A Book", None),), Chance(2, 0.5, 3.0, 0.1)
    )


def spans(runs: Runs) -> list[tuple[int, int]]:
    return list(zip(runs.firsts.tolist(), runs.lasts.tolist(), strict=True))


def test_a_copy_is_one_run_from_its_first_note_to_its_last(index: OriginIndex) -> None:
    runs = runs_of(line(KNOWN), index)
    assert spans(runs) == [(0, len(KNOWN) - 1)]
    assert runs.lengths.tolist() == [len(KNOWN) / 8]


def test_a_copy_in_another_key_is_found(index: OriginIndex) -> None:
    assert spans(runs_of(line(KNOWN + 5), index)) == [(0, len(KNOWN) - 1)]


def test_a_run_amid_other_music_is_covered_and_little_more(index: OriginIndex) -> None:
    other = np.arange(20, 40)
    [(first, last)] = spans(runs_of(line(np.concatenate([other, KNOWN[8:32], other])), index))
    assert 18 <= first <= 20
    assert 43 <= last <= 45
    assert last - first + 1 >= LEAST


def test_a_short_phrase_is_nobodys(index: OriginIndex) -> None:
    other = np.arange(20, 40)
    assert spans(runs_of(line(np.concatenate([other, KNOWN[:9], other])), index)) == []


def test_the_shortest_run_has_the_least_notes(index: OriginIndex) -> None:
    other = np.arange(20, 40)
    runs = [runs_of(line(np.concatenate([other, KNOWN[8 : 8 + notes], other])), index) for notes in range(9, 25)]
    assert min(last - first + 1 for one in runs for first, last in spans(one)) == LEAST


def test_notes_are_covered_by_the_chosen_runs() -> None:
    ones = np.zeros(2, np.int64)
    runs = Runs(ones, np.array([0, 2]), np.array([1, 4]), np.array([0.25, 0.375]), ones)
    assert covered(runs, np.array([False, True]), 6).tolist() == [False, False, True, True, True, False]
    assert covered(runs, np.array([True, True]), 6).tolist() == [True, True, True, True, True, False]
