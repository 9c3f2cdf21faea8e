from __future__ import annotations

import math

import pytest

from tunesmith.analysis.statistics import struck
from tunesmith.analysis.vectors import (
    LENGTHS,
    melody_of,
    nearest_lengths,
    share_of,
    vector_names,
    vector_of,
)
from tunesmith.notation import Tune


def tune(music: str, key: str = "D") -> Tune:
    return Tune.parse(f"X:1\nM:4/4\nL:1/8\nK:{key}\n{music}")


def features(music: str, key: str = "D") -> dict[str, float]:
    vector = vector_of(tune(music, key))
    assert vector is not None
    return dict(zip(vector_names(), vector, strict=True))


def test_every_feature_has_a_name_of_its_own() -> None:
    assert len(set(vector_names())) == len(vector_names())


def test_degrees_intervals_and_lengths_are_shares() -> None:
    found = features("d2 f2 a4|]")
    assert (found["degree 0"], found["degree 4"], found["degree 7"]) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert (found["interval +4"], found["interval +3"]) == (0.5, 0.5)
    assert (found["quarters"], found["halves"]) == pytest.approx((2 / 3, 1 / 3))


@pytest.mark.parametrize(
    ("music", "name", "value"),
    [
        ("d2f2d2f2|]", "turning points", 1),
        ("d2e2f2g2|]", "turning points", 0),
        ("d2d2e2e2|]", "repeated notes", 2 / 3),
        ("d2e2a2g2|]", "peak", 0.5),
        ("d2e2a2g2|]", "begins on the tonic", 1),
        ("e2e2a2g2|]", "begins on the tonic", 0),
        ("d4g4|]", "length of the last note", 0.5),
        ("d4g4|d4g4|]", "bars", math.log(2)),
        ("d4g4|]", "length of a bar", 1),
    ],
)
def test_a_contour_in_figures(music: str, name: str, value: float) -> None:
    assert features(music)[name] == pytest.approx(value)


def test_a_leap_beyond_the_octave_counts_as_an_octave() -> None:
    assert features("D4d'4|]")["interval +12"] == 1


def test_no_feature_depends_on_the_key() -> None:
    assert features("d2f2a2d2|]") == features("g2b2d'2g2|]", "G")


def test_a_tune_of_one_note_has_no_features() -> None:
    assert vector_of(tune("d8|]")) is None


def test_of_a_chord_the_highest_note_is_the_melody() -> None:
    pitches, durations = melody_of(struck(tune("[df]4e4|]")))
    assert (pitches, durations) == ([78, 76], [0.5, 0.5])


def test_a_length_is_the_nearest_known_one() -> None:
    assert [LENGTHS[place] for place in nearest_lengths([0.26, 1 / 12, 5.0])] == [0.25, 1 / 12, 1]


def test_shares_add_up() -> None:
    assert share_of([0, 2, 2, 2], 4) == [0.25, 0, 0.75, 0]
