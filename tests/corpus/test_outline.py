from __future__ import annotations

import numpy as np

from tunesmith.corpus.outline import outline_of
from tunesmith.notation import Tune

HEAD = "X:1\nM:4/4\nL:1/8\nK:D\n"


def test_notes_are_numbers_each_in_its_bar() -> None:
    outline = outline_of(Tune.parse(HEAD + "d4 e4 | z2 f6 |]"))
    assert outline.pitches.tolist() == [74, 76, 78]
    assert outline.bars.tolist() == [0, 0, 1]
    assert outline.offsets.tolist() == [0, 0.5, 0.25]
    assert outline.durations.tolist() == [0.5, 0.5, 0.75]
    assert outline.bar_lengths.tolist() == [1, 1]


def test_a_chord_is_its_highest_note_and_a_tied_note_is_one() -> None:
    outline = outline_of(Tune.parse(HEAD + "[dfa]4 e4- | e4 d4 |]"))
    assert outline.pitches.tolist() == [81, 76, 74]
    assert outline.durations.tolist() == [0.5, 1, 0.5]


def test_an_upbeat_is_no_first_bar_of_its_part() -> None:
    outline = outline_of(Tune.parse(HEAD + "A2 |: d8 | e8 | f8 | g8 | d6 :|"))
    assert outline.upbeats == {0}
    assert outline.firsts == (1,)
    assert outline.phrases == (4,)  # every fourth full bar
    assert outline.parts[-1][2]


def test_every_ending_has_its_last_bar() -> None:
    outline = outline_of(Tune.parse(HEAD + "|: d8 | e8 |1 f8 :|2 d8 |]"))
    assert outline.lasts == (2, 3)


def test_which_notes_start_in_some_bars() -> None:
    outline = outline_of(Tune.parse(HEAD + "d8 | e4 f4 | g8 |]"))
    assert outline.in_bars((1,)).tolist() == [False, True, True, False]
    assert not np.any(outline.in_bars(()))
