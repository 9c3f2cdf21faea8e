from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tunesmith.analysis.fingerprints import GRAM, WINDOW, grams, line_of, winnowed
from tunesmith.notation import Key, Tune

JIG = "X:1\nL:1/8\nM:6/8\nK:D\nA | dfa afd | gfe fed | cea gec | d3 d2 |]"


def test_the_line_is_the_melody_with_repeats_and_rests_drawn_together() -> None:
    line = line_of(Tune.parse("X:1\nL:1/8\nM:4/4\nK:C\nCC z2 [CE]2 {d}E2 | F8 |]"))
    assert line.pitches == [60, 64, 65]
    assert line.starts == [0, 0.5, 1, 2]
    assert line.bars == [0, 0, 1]
    assert line.durations == [0.5, 0.5, 1]


def test_a_tune_without_notes_has_no_fingerprints() -> None:
    line = line_of(Tune.parse("X:1\nL:1/8\nM:4/4\nK:C\nz8 |]"))
    assert len(line.durations) == len(grams(line)) == len(winnowed(grams(line))) == 0


def test_keys_do_not_matter() -> None:
    tune = Tune.parse(JIG)
    assert grams(line_of(tune)) == grams(line_of(tune.in_key(Key.parse("F"))))


def test_meter_and_rhythm_do_not_matter() -> None:
    reel = "X:1\nL:1/16\nM:2/4\nK:D\nA2 | d>fa>a f2d2 | g3f e4 | f2e2d2d2 | cea2g2e2 | c4d4 |]"
    assert grams(line_of(Tune.parse(JIG))) == grams(line_of(Tune.parse(reel)))


def test_melodies_that_differ_have_different_fingerprints() -> None:
    other = JIG.replace("gfe", "gfg")
    first, second = (grams(line_of(Tune.parse(text))) for text in (JIG, other))
    different = [one for one, two in zip(first, second, strict=True) if one != two]
    assert len(different) == GRAM + 1  # every window over one of the two intervals


@given(st.lists(st.integers(0, 50), max_size=60))
def test_of_every_window_one_is_kept_and_a_copied_run_keeps_the_same(values: list[int]) -> None:
    kept = winnowed(values)
    assert len(kept) >= bool(values)
    assert all(place - before <= WINDOW for before, place in pairwise([-1, *kept, len(values)]) if values)
    elsewhere = {place - 3 for place in winnowed([7, 3, 9, *values])}
    assert {place for place in kept if WINDOW - 1 <= place <= len(values) - WINDOW} <= elsewhere


def test_a_hash_is_the_one_that_indexes_hold() -> None:
    line = line_of(Tune.parse(JIG))
    assert grams(line)[:2] == [11124928, 4385793]
