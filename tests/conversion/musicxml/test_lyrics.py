from __future__ import annotations

import pytest

from tunesmith.conversion.musicxml.lyrics import Syllable, sung
from tunesmith.notation import Note, Tune

SINGLE, BEGIN, MIDDLE, END = "single", "begin", "middle", "end"


def syllables(music: str) -> list[list[Syllable]]:
    """The syllables under each note."""
    elements = Tune.parse(f"X:1\nL:1/4\nK:D\n{music}\n").elements
    found = sung(elements)
    return [found.get(id(element), []) for element in elements if isinstance(element, Note)]


def said(music: str) -> list[str]:
    return [" ".join(one.text for one in under) for under in syllables(music)]


@pytest.mark.parametrize(
    ("words", "under"),
    [
        ("one two three four", ["one", "two", "three", "four"]),
        ("one * three", ["one", "", "three", ""]),
        ("one | three", ["one", "", "three", ""]),
        ("O~my dear", ["O my", "dear", "", ""]),
        (r"to\-day", ["to-day", "", "", ""]),
        ("one two three four five", ["one", "two", "three", "four"]),  # there is no fifth note
    ],
)
def test_syllables_are_set_to_notes(words: str, under: list[str]) -> None:
    assert said(f"de|fg|\nw: {words}") == under


def test_a_hyphen_joins_the_syllables_of_a_word() -> None:
    assert [[one.syllabic for one in under] for under in syllables("defg|\nw: Hal-le-lu day")] == [
        [BEGIN], [MIDDLE], [END], [SINGLE]
    ]  # fmt: skip


def test_an_underscore_holds_the_syllable_before() -> None:
    first, second, third, _ = syllables("defg|\nw: long_ day")
    assert first == [Syllable(1, "long", "single", extended=True)]
    assert (second, third) == ([], [Syllable(1, "day", "single")])


def test_each_line_of_words_below_a_line_of_music_is_a_verse() -> None:
    under = syllables("de|\nw: a b\nw: c d\nfg|\nw: e f")
    assert [[(one.verse, one.text) for one in one_note] for one_note in under] == [
        [(1, "a"), (2, "c")], [(1, "b"), (2, "d")], [(1, "e")], [(1, "f")]
    ]  # fmt: skip
