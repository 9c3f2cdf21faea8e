"""Words between quotation marks: chord symbols and annotations, and the typographic marks of word processors.

Source: the ABC standard 2.1, sections 4.18 (chord symbols) and 4.19 (annotations).
"""

from __future__ import annotations

from tunesmith.notation.elements import Annotation, ChordSymbol, Position
from tunesmith.notation.escapes import decoded_text

__all__ = ["STRAIGHT", "straight", "words_of"]

PLACEMENTS = "^_<>@"
STRAIGHT = dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛", "'")
"""For each quotation mark of a word processor, the one of ABC."""


def words_of(text: str, at: Position, inside: str) -> Annotation | ChordSymbol:
    """The annotation or chord symbol that stands between quotes."""
    words = decoded_text(inside)
    if words[:1] in PLACEMENTS and words:
        return Annotation(text, at, words[0], words[1:])
    return ChordSymbol(text, at, words)


def straight(text: str) -> str:
    """The text with the straight quotation marks of ABC in the place of typographic ones."""
    return "".join(STRAIGHT.get(character, character) for character in text)
