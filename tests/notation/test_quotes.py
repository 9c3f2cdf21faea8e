from __future__ import annotations

import pytest

from tunesmith.notation.elements import Annotation, ChordSymbol, Position
from tunesmith.notation.quotes import straight, words_of

AT = Position(1, 1)


@pytest.mark.parametrize("placement", "^_<>@")
def test_words_that_begin_with_their_place_are_an_annotation(placement: str) -> None:
    assert words_of(f'"{placement}Fine"', AT, f"{placement}Fine") == Annotation(
        f'"{placement}Fine"', AT, placement, "Fine"
    )


@pytest.mark.parametrize("words", ["Am7/G", "slowly", ""])
def test_other_words_are_a_chord_symbol(words: str) -> None:
    assert words_of(f'"{words}"', AT, words) == ChordSymbol(f'"{words}"', AT, words)


def test_escapes_are_decoded() -> None:
    found = words_of(r'"^caf\'e"', AT, r"^caf\'e")
    assert isinstance(found, Annotation)
    assert found == Annotation(r'"^caf\'e"', AT, "^", "café")


def test_typographic_marks_become_those_of_abc() -> None:
    assert straight("“Am”„D‟ ‘it’s‚ ‛") == "\"Am\"\"D\" 'it's' '"
