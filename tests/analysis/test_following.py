from __future__ import annotations

import pytest

from tunesmith.analysis.following import fits_after, following_keys
from tunesmith.composing.request import Request
from tunesmith.notation import Key
from tunesmith.options import options_of

OFFERED = options_of(Request)["key"].suggests


@pytest.mark.parametrize(
    ("key", "best"),
    [("G", ["A", "Ador"]), ("D", ["Edor", "Emin", "G"]), ("Emin", ["A", "G"]), ("Ador", ["Bmin", "D", "G"])],
)
def test_common_changes_of_a_session_are_offered(key: str, best: list[str]) -> None:
    assert set(best) <= set(following_keys(Key.parse(key), OFFERED))


def test_a_key_does_not_follow_itself_and_none_is_far() -> None:
    keys = following_keys(Key.parse("D"), OFFERED)
    assert "D" not in keys
    assert not {"Bb", "F", "Gmin"} & set(keys)
    assert keys[:3] == ["Edor", "G", "Amix"]  # a step, a fourth and a fifth up


@pytest.mark.parametrize(
    ("before", "after", "fits"),
    [("G", "G", True), ("G", "Ador", True), ("D", "Bb", False), ("D", "D", True), ("none", "G", True)],
)
def test_keys_of_a_set_fit_from_tune_to_tune(before: str, after: str, fits: bool) -> None:
    assert fits_after(Key.parse(before), Key.parse(after)) is fits
