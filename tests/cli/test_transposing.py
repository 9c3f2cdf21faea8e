from __future__ import annotations

import pytest

from tunesmith.cli.transposing import AS_WRITTEN, Transposition
from tunesmith.errors import RequestError
from tunesmith.notation import Tune

SET = [Tune.parse(f"X:1\nM:4/4\nL:1/8\nK:{key}\nDEFG ABcd|]\n") for key in ("D", "G")]


def keys(tunes: list[Tune]) -> list[str]:
    return [str(tune.key) for tune in tunes]


def test_tunes_stay_as_they_are_written() -> None:
    assert AS_WRITTEN.of(SET) is SET
    assert Transposition(transpose=0).of(SET) is SET


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Transposition(key="E"), ["E", "A"]),
        (Transposition(transpose=-2), ["C", "F"]),
        (Transposition(transpose=12), ["D", "G"]),
    ],
)
def test_the_first_tune_goes_there_and_the_others_as_far(asked: Transposition, found: list[str]) -> None:
    assert keys(asked.of(SET)) == found


@pytest.mark.parametrize(
    ("asked", "field", "limits"),
    [
        (Transposition(key="E", transpose=2), "key", {}),
        (Transposition(transpose=25), "transpose", {"least": -24, "most": 24}),
        (Transposition(key="H"), "key", {}),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(asked: Transposition, field: str, limits: dict[str, int]) -> None:
    with pytest.raises(RequestError) as refused:
        asked.of(SET)
    assert (refused.value.field, refused.value.limits) == (field, limits)
