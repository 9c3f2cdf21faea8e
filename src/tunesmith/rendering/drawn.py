"""The text that the engraver gets for each element.

abcjs knows neither macros nor signs that `U:` fields redefine, nor `+:` lines, and only some of the escapes; what these
mean is written out for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tunesmith.music.fields import FIELDS, letters
from tunesmith.notation.elements import (
    Annotation,
    BarLine,
    ChordSymbol,
    Decoration,
    Field,
    GraceGroup,
    InlineField,
    LineBreak,
    Macro,
    Overlay,
    Rest,
    Timed,
)
from tunesmith.notation.escapes import decoded_text
from tunesmith.notation.notes import NOTHING
from tunesmith.notation.scanner import SHORTHANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tunesmith.notation.elements import Element

__all__ = ["drawable", "drawn", "drawn_field", "drawn_text"]

WORDS: Final = letters("words")  # their value is decoded already
LYRICS: Final = letters("lyrics")
WRITTEN_OUT: Final = letters("defines")


def drawn_text(elements: Iterable[Element]) -> str:
    """The text of elements for the engraver."""
    return "".join(map(drawn, drawable(without_definitions(elements))))


def without_definitions(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements but the fields that say what others mean, with the ends of their lines."""
    defined = False
    for element in elements:
        if isinstance(element, Field) and element.letter in WRITTEN_OUT:
            defined = True
        elif defined and isinstance(element, LineBreak):
            defined = False
        else:
            yield element


def drawable(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements but grace notes before an invisible rest, which abcjs draws at no place at all."""
    waiting: list[Element] = []  # a group of grace notes, and what stands between it and its note
    for element in elements:
        if waiting and isinstance(element, Timed):
            yield from waiting[1:] if isinstance(element, Rest) and element.invisible else waiting
            waiting = []
        if waiting or isinstance(element, GraceGroup):
            waiting.append(element)
        else:
            yield element
    yield from waiting


def drawn(element: Element) -> str:
    """The text of one element for the engraver."""
    if isinstance(element, Macro):
        return ""
    if isinstance(element, BarLine) and element.text == ":":
        return ".|" if element.dotted else "|:" if element.opens else ":|" if element.closes else ""
    if isinstance(element, Decoration):
        return drawn_decoration(element)
    if isinstance(element, ChordSymbol):
        return f'"{quotable(element.name)}"'
    if isinstance(element, Annotation):
        return f'"{element.placement}{quotable(element.words)}"'
    if isinstance(element, Overlay):
        return "&" + drawn_text(element.elements)
    if isinstance(element, InlineField):
        return "" if element.letter in WRITTEN_OUT else element.text
    return drawn_field(element) if isinstance(element, Field) else element.text


def drawn_decoration(mark: Decoration) -> str:
    """A decoration; one whose sign is redefined goes by its name."""
    if len(mark.text) > 1 or not mark.name or SHORTHANDS.get(mark.text) == mark.name:
        return mark.text
    return "" if mark.name in NOTHING else f"!{mark.name}!"


def drawn_field(field: Field) -> str:
    """A field on a line of its own, with all that `+:` lines add to it; one of an unknown letter is none to abcjs."""
    if field.letter not in FIELDS:
        return ""
    if field.letter in WORDS:
        return f"{field.letter}:{escaped(field.value)}"
    if field.letter in LYRICS and ("\\" in field.value or "&" in field.value):
        return f"{field.letter}:{decoded_text(field.value)}"
    return f"{field.letter}:{field.value}" if field.continued else field.text


def escaped(text: str) -> str:
    """Words in which a percent sign begins no comment."""
    return text.replace("%", "\\%")


def quotable(text: str) -> str:
    """Words between quotes, in which no quote ends them."""
    return escaped(text).replace('"', "”")
