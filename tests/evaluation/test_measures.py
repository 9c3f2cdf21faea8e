from __future__ import annotations

import numpy as np
import pytest

from tunesmith.evaluation.measures import MEASURES, measures_of
from tunesmith.notation import Tune

TUNE = Tune.parse("X:1\nL:1/8\nM:4/4\nK:C\nCEGc z2 (3BBB | c4 C4 |]")


def test_every_measure_is_there() -> None:
    assert list(measures_of(TUNE)) == list(MEASURES)


def test_the_numbers_are_as_counted_by_hand() -> None:
    found = measures_of(TUNE)
    assert found["pitch_count"] == [5]
    assert found["pitch_range"] == [12]
    assert found["note_count"] == [9]
    assert found["interval"] == pytest.approx([(4 + 3 + 5 + 1 + 0 + 0 + 1 + 12) / 8])
    assert found["onset_interval"] == pytest.approx([1.5 / 8])


def test_histograms_and_matrices_sum_to_one() -> None:
    found = measures_of(TUNE)
    for name in ("pitch_classes", "note_lengths", "pitch_class_transitions", "note_length_transitions"):
        assert found[name].sum() == pytest.approx(1)
    assert found["pitch_classes"][0] == pytest.approx(4 / 9)
    assert found["pitch_class_transitions"].reshape(12, 12)[11, 11] == pytest.approx(2 / 8)
    assert np.flatnonzero(found["note_lengths"]).tolist() == [1, 3, 10]  # halves, eighths, triplet eighths
