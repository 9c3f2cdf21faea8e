from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.analysis.fingerprints import GRAM, WINDOW, grams, line_of, winnowed
from tunesmith.notation import Key, Tune

JIG = "X:1\nL:1/8\nM:6/8\nK:D\nA | dfa afd | gfe fed | cea gec | d3 d2 |]"


def test_the_line_is_the_melody_with_repeats_and_rests_drawn_together() -> None:
    line = line_of(Tune.parse("X:1\nL:1/8\nM:4/4\nK:C\nCC z2 [CE]2 {d}E2 | F8 |]"))
    assert line.pitches.tolist() == [60, 64, 65]
    assert line.starts.tolist() == [0, 0.5, 1, 2]
    assert line.bars.tolist() == [0, 0, 1]
    assert line.durations.tolist() == [0.5, 0.5, 1]


def test_a_tune_without_notes_has_no_fingerprints() -> None:
    line = line_of(Tune.parse("X:1\nL:1/8\nM:4/4\nK:C\nz8 |]"))
    assert len(line.durations) == len(grams(line)) == len(winnowed(grams(line))) == 0


def test_keys_do_not_matter() -> None:
    tune = Tune.parse(JIG)
    assert np.array_equal(grams(line_of(tune)), grams(line_of(tune.in_key(Key.parse("F")))))


def test_meter_and_rhythm_do_not_matter() -> None:
    reel = "X:1\nL:1/16\nM:2/4\nK:D\nA2 | d>fa>a f2d2 | g3f e4 | f2e2d2d2 | cea2g2e2 | c4d4 |]"
    assert np.array_equal(grams(line_of(Tune.parse(JIG))), grams(line_of(Tune.parse(reel))))


def test_melodies_that_differ_have_different_fingerprints() -> None:
    other = JIG.replace("gfe", "gfg")
    first, second = (grams(line_of(Tune.parse(text))) for text in (JIG, other))
    assert (first != second).sum() == GRAM + 1  # every window over one of the two intervals


@given(st.lists(st.integers(0, 50), max_size=60))
def test_of_every_window_one_is_kept_and_a_copied_run_keeps_the_same(values: list[int]) -> None:
    hashes = np.array(values, dtype=np.uint32)
    kept = winnowed(hashes)
    assert len(kept) >= bool(values)
    gaps = np.diff(np.concatenate([[-1], kept, [len(values)]])) if values else np.zeros(1)
    assert gaps.max() <= WINDOW
    elsewhere = winnowed(np.concatenate([np.array([7, 3, 9], dtype=np.uint32), hashes])) - 3
    inside = kept[(kept >= WINDOW - 1) & (kept <= len(values) - WINDOW)]
    assert set(inside.tolist()) <= set(elsewhere.tolist())
