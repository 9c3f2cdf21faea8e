from __future__ import annotations

import pytest

from tunesmith.errors import RequestError
from tunesmith.notation import Key, Tune
from tunesmith.notation.sets import named_key, transposed_set

SET = [Tune.parse(f"X:1\nM:4/4\nL:1/8\nK:{key}\nD2FA d4|]") for key in ("D", "Bmin", "A")]


def test_the_first_tune_goes_to_the_key_and_the_others_move_as_far() -> None:
    moved = transposed_set(SET, key=Key.parse("F"))
    assert [str(tune.key) for tune in moved] == ["F", "Dmin", "C"]
    for tune, new in zip(SET, moved, strict=True):
        assert [e.pitches[0] + 3 for e in tune.events()] == [e.pitches[0] for e in new.events()]


def test_all_move_by_semitones_each_spelled_simply() -> None:
    assert [str(tune.key) for tune in transposed_set(SET, semitones=1)] == ["Eb", "Cmin", "Bb"]
    assert transposed_set([], key=Key.parse("F")) == []


def test_another_mode_and_no_key_are_refused() -> None:
    with pytest.raises(RequestError, match="the mode of the tune's own, D, not Ador"):
        transposed_set(SET, key=Key.parse("Ador"))
    with pytest.raises(RequestError, match="must be a key, such as D or Ador"):
        named_key("H")
