from __future__ import annotations

import pytest

from tunesmith.notation import Tune
from tunesmith.notation.check_repeats import repeats


def codes(music: str) -> list[str]:
    return [one.code for one in repeats(Tune.parse(f"X:1\nM:4/4\nL:1/4\nK:D\n{music}").elements)]


@pytest.mark.parametrize(
    "music",
    [
        "d4 | e4 |]",
        "d4 | e4 ||",
        "d4 :|",
        "|: d4 :|",
        "|: d4 :: e4 :|",
        "|: d4 |1 e4 :|2 f4 |]",
        "|: d4 |1,3 e4 :|2 f4 :|4 g4 |]",
        "d4 || |: e4 :|",
    ],
)
def test_repeats_that_are_in_order(music: str) -> None:
    assert codes(music) == []


@pytest.mark.parametrize(
    ("music", "code"),
    [
        ("d4 | e4", "no-final-bar-line"),
        ("d4 | e4 |", "no-final-bar-line"),
        ("|: d4 | e4 |]", "repeat-not-closed"),
        ("|: d4 |: e4 :|", "repeat-not-closed"),
        ("d4 :| e4 :|", "repeat-not-opened"),
        ("d4 |2 e4 |]", "ending-without-first"),
        ("|: d4 |1 e4 :|", "second-ending-missing"),
        ("|: d4 |1 e4 :|3 f4 |]", "ending-missing"),
        ("|: d4 |1 e4 :|2 f4 :|2 g4 |]", "ending-twice"),
        ("|: d4 |1 e4 |2 f4 :|", "first-ending-not-closed"),
    ],
)
def test_what_is_wrong_with_repeats(music: str, code: str) -> None:
    assert codes(music) == [code]


@pytest.mark.parametrize(
    ("music", "old", "new"),
    [
        ("d4 | e4 |", "|", "|]"),
        ("d4 | e4", "e4", "e4 |]"),
        ("|: d4 |", "|", ":|"),
        ("d4 :| e4 :|", ":|", "::"),  # the repeat before opens this one
    ],
)
def test_what_is_clear_is_mended(music: str, old: str, new: str) -> None:
    [finding] = repeats(Tune.parse(f"X:1\nM:4/4\nL:1/4\nK:D\n{music}").elements)
    [edit] = finding.edits
    assert (edit.old, edit.new) == (old, new)


def test_the_endings_of_a_repeat_are_over_with_music_behind_a_double_bar() -> None:
    assert codes("|: d4 |1 e4 :|2 f4 || g4 |2 a4 |]") == ["ending-without-first"]
