from __future__ import annotations

import numpy as np
import pytest

from tunesmith.corpus.outline import outline_of
from tunesmith.corpus.tonality import GROUPS, OCTAVE, TONALITY_SIZE, chord_roots, chosen, last_in, shares, tonality
from tunesmith.notation import Tune

TUNE = outline_of(Tune.parse("X:1\nM:4/4\nL:1/8\nK:D\nd4 f4 | z8 | A4 c4 | d8 |]"))
"""Bars of D, none, A and D in D major."""


def test_shares_are_of_the_weight_and_zeros_where_there_is_none() -> None:
    assert shares(np.array([0, 0, 7]), np.array([1.0, 2.0, 1.0]))[[0, 7]].tolist() == [0.75, 0.25]
    assert shares(np.array([0, 7])).sum() == 1
    assert shares(np.array([], np.int64)).tolist() == [0.0] * OCTAVE


def test_the_last_note_of_a_bar_without_notes_is_the_one_before_it() -> None:
    assert last_in(TUNE, (0, 3)).tolist() == [1, 4]
    assert last_in(TUNE, (0, 1)).tolist() == [1]  # counted once


def test_a_bar_has_the_triad_that_most_of_it_belongs_to() -> None:
    classes = (TUNE.pitches - 7 * TUNE.fifths) % OCTAVE
    assert chord_roots(TUNE, classes).tolist() == [0, -1, 7, 0]


def test_of_the_roots_those_of_bars_with_notes_are_chosen() -> None:
    roots = np.array([0, -1, 7, 0])
    assert chosen(roots, (-1, 0, 1, 2)).tolist() == [0, 7]


@pytest.mark.parametrize(("group", "degree"), [(0, 0), (1, 0), (2, 0), (15, 0), (16, 0), (17, 0)])
def test_a_tune_at_home_on_its_tonic_says_so_by_its_ends_and_chords(group: int, degree: int) -> None:
    groups = tonality(TUNE).reshape(GROUPS, OCTAVE)
    assert groups[group].argmax() == degree


def test_a_strong_beat_is_where_a_bar_begins_that_is_no_upbeat() -> None:
    tune = outline_of(Tune.parse("X:1\nM:4/4\nL:1/8\nK:D\nA2 | d4 f4 | d2 e6 |]"))
    groups = tonality(tune).reshape(GROUPS, OCTAVE)
    assert groups[9].tolist() == [1.0] + [0.0] * 11


def test_a_short_last_note_is_no_rest() -> None:
    ending = outline_of(Tune.parse("X:1\nM:4/4\nL:1/8\nK:D\nd7 f|]"))
    groups = tonality(ending).reshape(GROUPS, OCTAVE)
    assert groups[1].argmax() == 4  # the third
    assert not groups[2].any()


def test_the_features_do_not_depend_on_the_key() -> None:
    other = outline_of(Tune.parse("X:1\nM:4/4\nL:1/8\nK:G\ng4 b4 | z8 | d4 f4 | g8 |]"))
    assert tonality(TUNE).shape == (TONALITY_SIZE,)
    np.testing.assert_allclose(tonality(TUNE), tonality(other))
