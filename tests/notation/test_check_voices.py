from __future__ import annotations

import pytest

from tunesmith.notation import Tune
from tunesmith.notation.check_voices import overlays, unequal

HEAD = "X:1\nM:4/4\nL:1/4\nK:D\n"


@pytest.mark.parametrize(
    ("music", "message"),
    [
        ("d4 & f2 a2 |]", None),
        ("d4 & f2 a |]", "the overlay has 3/4 of a whole note, bar 1 has 1"),
        ("d4 | e4 & f2 a2 a |]", "the overlay has 5/4 of a whole note, bar 2 has 1"),
    ],
)
def test_an_overlay_is_as_long_as_its_bar(music: str, message: str | None) -> None:
    assert [one.message for one in overlays(Tune.parse(HEAD + music).bars)] == ([message] if message else [])


@pytest.mark.parametrize(("second", "line"), [("d4 | e4 |]", None), ("d4 |]", 8), ("d4 | e4 | f4 |]", 8)])
def test_voices_end_together(second: str, line: int | None) -> None:
    tune = Tune.parse(f"X:1\nM:4/4\nL:1/4\nK:D\nV:1\nd4 | e4 |]\nV:2\n{second}\n")
    assert [one.line for one in unequal(tune.voices)] == ([line] if line else [])
