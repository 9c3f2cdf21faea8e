from __future__ import annotations

import pytest

from tunesmith.notation.lyrics import placed_words

NOTE, BAR = object(), None
LINE = [NOTE, NOTE, BAR, NOTE, NOTE]


@pytest.mark.parametrize(
    ("words", "placed"),
    [
        ("one two three", [("one", 0), ("two", 1), ("three", 3)]),
        ("ti-me and", [("ti", 0), ("-", None), ("me", 1), ("and", 3)]),
        ("long _ after", [("long", 0), ("_", 1), ("after", 3)]),
        ("* two", [("*", 0), ("two", 1)]),
        ("one | three", [("one", 0), ("three", 3)]),
        ("| three", [("three", 3)]),
        ("one - three", [("one", 0), ("-", 1), ("three", 3)]),
        ("my~love is\\-it", [("my~love", 0), ("is\\-it", 1)]),
        ("a b c d e f", [("a", 0), ("b", 1), ("c", 3), ("d", 4)]),
        ("one | | two", [("one", 0)]),
        ("", []),
    ],
)
def test_syllables_stand_under_their_notes(words: str, placed: list[tuple[str, int | None]]) -> None:
    assert [tuple(word) for word in placed_words(words, LINE)] == placed
