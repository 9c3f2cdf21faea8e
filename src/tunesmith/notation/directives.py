"""Directives: what `%%` lines and `I:` fields tell a program, as a name and a value.

Source: ABC standard 2.1, section 11 (stylesheet directives).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tunesmith.notation.elements import Comment, Field, InlineField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tunesmith.notation.elements import Element

__all__ = ["directive_of", "last_directive"]

DIRECTIVE: Final = re.compile(r"%%[ \t]*([\w-]+)[ \t]*(.*)")
INSTRUCTION: Final = re.compile(r"([\w-]+)[ \t]*=?[ \t]*(.*)")  # abc2midi's manual has `I:MIDI=program 56`


def directive_of(element: Element) -> tuple[str, str] | None:
    """The name and value of a directive; None for any other element."""
    if isinstance(element, Comment):
        match = DIRECTIVE.match(element.text) if element.directive else None
        return (match[1], match[2].strip()) if match else None
    if isinstance(element, Field | InlineField) and element.letter == "I":
        match = INSTRUCTION.match(element.value)
        return (match[1], match[2].strip()) if match else None
    return None


def last_directive(elements: Iterable[Element], *names: str) -> str | None:
    """The value of the last directive of one of these names; None if there is none."""
    found = [directive for element in elements if (directive := directive_of(element)) and directive[0] in names]
    return found[-1][1] if found else None
