from __future__ import annotations

import numpy as np
import pytest

from tunesmith.corpus.dance_features import (
    DANCE_FEATURES_SIZE,
    DIVISIONS,
    KINDS,
    beat_of,
    dance_features,
    divisions,
    other_features,
    shares,
)
from tunesmith.corpus.outline import Outline, outline_of
from tunesmith.notation import Tune


def outline(meter: str, music: str) -> Outline:
    return outline_of(Tune.parse(f"X:1\nM:{meter}\nL:1/8\nK:D\n{music}"))


@pytest.mark.parametrize(
    ("meter", "beat"), [("4/4", 0.25), ("6/8", 0.375), ("3/4", 0.25), ("3/8", 0.25), ("9/8", 0.375), ("2/2", 0.25)]
)
def test_a_beat_is_a_quarter_or_in_compound_time_dotted(meter: str, beat: float) -> None:
    assert beat_of(outline(meter, "d")) == beat


@pytest.mark.parametrize(
    ("meter", "music", "kinds"),
    [
        ("4/4", "d2 de d>e d<e|]", [(0,), (0, 6), (0, 9), (0, 3)]),
        ("4/4", "d/e/f/g/ (3def z2 d2|]", [(0, 3, 6, 9), (0, 4, 8), (), (0,)]),
        ("6/8", "def d2f|]", [(0, 4, 8), (0, 8)]),
    ],
)
def test_a_beat_is_divided_where_its_notes_begin(meter: str, music: str, kinds: list[tuple[int, ...]]) -> None:
    tune = outline(meter, music)
    found, _, _ = divisions(tune, beat_of(tune))
    assert [DIVISIONS[kind] for kind in found] == kinds


def test_a_division_that_no_dance_lives_on_is_any_other() -> None:
    tune = outline("4/4", "d/e3/2 d2 d4|]")
    assert divisions(tune, 0.25)[0].tolist()[0] == DIVISIONS.index((0, 3))
    odd = outline("4/4", "d/4e7/4 d2 d4|]")
    assert divisions(odd, 0.25)[0].tolist()[0] == KINDS - 1


def test_every_beat_knows_its_bar_and_its_place_in_it() -> None:
    _, bars, places = divisions(outline("3/4", "d2 | d2 e2 f2 | d6 |]"), 0.25)
    assert bars.tolist() == [0, 1, 1, 1, 2, 2, 2]
    assert places.tolist() == [0, 0, 1, 2, 0, 1, 2]


def test_shares_of_no_beats_are_zeros() -> None:
    assert shares(np.array([], np.int64)).tolist() == [0.0] * KINDS
    assert shares(np.array([0, 0, 1, 2]))[:3].tolist() == [0.5, 0.25, 0.25]


def test_leaps_and_steps_are_told_apart() -> None:
    moves = other_features(outline("4/4", "d2 d2 e2 d'2|]"), 0.25)[14:18]  # a unison, a second, a seventh
    np.testing.assert_allclose(moves, [1 / 3, 1 / 3, 0, 1 / 3])


def test_form_and_ends_are_figures_of_about_one() -> None:
    tune = outline("4/4", "A2 |: d2 d2 e2 d'2 | d8 | e8 | d6 :| e8 | d4 d4 | e8 | d8 |]")
    form = other_features(tune, 0.25)[:14]
    expected: list[float] = [
        13 / 8 / 8,  # notes in a bar, in eighths
        1 / 8,  # in a last bar
        3.5,  # beats of the notes that end parts
        4,  # and of the last
        1, 1,  # there is an upbeat, of one beat
        2 / 4, 0, 1, 0,  # two parts, of four bars
        1 / 2,  # of them repeated
        8 / 32,
        17 / 24,  # from A to d'
        float(np.mean([5, 0, 2, 10, 12, 2, 2, 2, 2, 0, 2, 2])) / 4,
    ]  # fmt: skip
    np.testing.assert_allclose(form, expected)


def test_a_tune_of_one_note_has_all_its_traits() -> None:
    features = dance_features(outline("4/4", "d8|]"))
    assert features.shape == (DANCE_FEATURES_SIZE,)
    assert np.isfinite(features).all()
