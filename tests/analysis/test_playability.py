"""What an instrument has of a tune, and where the tune lies best."""

from __future__ import annotations

import pytest

from tunesmith.analysis.playability import Move, missing_notes, moves
from tunesmith.music.instruments import INSTRUMENTS, playable
from tunesmith.notation import Tune

SCALE = "X:1\nL:1/4\nM:4/4\nK:{}\n{} |]\n"
FLAT_REEL = Tune.parse(SCALE.format("Bb", "B c d e | f g a b"))
HOME_REEL = Tune.parse(SCALE.format("G", "G A B c | d e f g"))


def test_a_tune_in_b_flat_is_no_tin_whistle_tune() -> None:
    assert missing_notes(FLAT_REEL, INSTRUMENTS["tin-whistle"]) == [70, 75, 77, 82]
    assert missing_notes(HOME_REEL, INSTRUMENTS["tin-whistle"]) == []
    assert missing_notes(FLAT_REEL, INSTRUMENTS["fiddle"]) == []


def test_it_is_moved_to_a_key_that_lies_well() -> None:
    best, *others = moves(FLAT_REEL, INSTRUMENTS["tin-whistle"])
    assert best == Move(-3, "G")
    assert [other.key for other in others] == ["D"]


def test_what_lies_well_stays() -> None:
    assert moves(HOME_REEL, INSTRUMENTS["tin-whistle"])[0] == Move(0, "G")


def test_what_lies_high_on_the_strings_comes_down() -> None:
    high = Tune.parse(SCALE.format("G", "d' e' d' b | a b a g"))
    assert missing_notes(high, INSTRUMENTS["mandolin"]) == []
    assert moves(high, INSTRUMENTS["mandolin"])[0].semitones < 0


def test_there_may_be_no_way() -> None:
    wide = Tune.parse(SCALE.format("C", "C, C c c' | c'' z3"))
    assert moves(wide, INSTRUMENTS["tin-whistle"]) == []


@pytest.mark.parametrize("name", playable())
def test_the_scale_of_an_instruments_home_lies_well_on_it(name: str) -> None:
    home = INSTRUMENTS[name].home
    scale = Tune.parse(SCALE.format(["C", "G", "D"][home], "c d e f | g a b c"))
    assert moves(scale, INSTRUMENTS[name])[0].semitones % 12 in (0, 2, 5, 7, 10)
