from __future__ import annotations

import random

import pytest

from tunesmith.analysis.fingerprints import Line, grams, winnowed
from tunesmith.analysis.known_tunes import Chance, KnownTune
from tunesmith.analysis.origin_index import OriginIndex
from tunesmith.analysis.origin_runs import LEAST, Run, covered, runs_of, share_of

KNOWN = random.Random(3).sample(range(50, 90), 40)
"""The pitches of a known tune, in eighths."""
OTHER = list(range(20, 40))


def line(pitches: list[int]) -> Line:
    notes = range(len(pitches) + 1)
    return Line(pitches, [note / 8 for note in notes], [note // 8 for note in notes[:-1]])


@pytest.fixture(scope="module")
def index() -> OriginIndex:
    melody = line(KNOWN)
    hashes = grams(melody)
    kept = winnowed(hashes)
    fingerprint = [hashes[place] for place in kept], kept, [melody.bars[place] for place in kept]
    return OriginIndex.of([fingerprint], [0], (KnownTune("Known", "A Book", None),), Chance(2, 0.5, 3.0, 0.1))


def spans(runs: list[Run]) -> list[tuple[int, int]]:
    return [(run.first, run.last) for run in runs]


def test_a_copy_is_one_run_from_its_first_note_to_its_last(index: OriginIndex) -> None:
    assert runs_of(line(KNOWN), index) == [Run(0, 0, len(KNOWN) - 1, len(KNOWN) / 8, 0)]


def test_a_copy_in_another_key_is_found(index: OriginIndex) -> None:
    assert spans(runs_of(line([pitch + 5 for pitch in KNOWN]), index)) == [(0, len(KNOWN) - 1)]


def test_a_run_amid_other_music_is_covered_and_little_more(index: OriginIndex) -> None:
    [(first, last)] = spans(runs_of(line([*OTHER, *KNOWN[8:32], *OTHER]), index))
    assert 18 <= first <= 20
    assert 43 <= last <= 45
    assert last - first + 1 >= LEAST


def test_a_short_phrase_is_nobodys(index: OriginIndex) -> None:
    assert runs_of(line([*OTHER, *KNOWN[:9], *OTHER]), index) == []


def test_the_shortest_run_has_the_least_notes(index: OriginIndex) -> None:
    runs = [runs_of(line([*OTHER, *KNOWN[8 : 8 + notes], *OTHER]), index) for notes in range(9, 25)]
    assert min(last - first + 1 for one in runs for first, last in spans(one)) == LEAST


def test_notes_are_covered_by_the_given_runs() -> None:
    runs = [Run(1, 0, 1, 0.25, 0), Run(1, 2, 4, 0.375, 0)]
    assert covered(runs[1:], 6) == [False, False, True, True, True, False]
    assert covered(runs, 6) == [True, True, True, True, True, False]


def test_what_is_covered_twice_counts_once() -> None:
    assert share_of(line(list(range(8))), [Run(1, 0, 3, 0.5, 0), Run(1, 2, 5, 0.5, 0)]) == 0.75
    assert share_of(line([]), []) == 0
