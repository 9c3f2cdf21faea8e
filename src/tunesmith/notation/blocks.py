"""Blocks of text in ABC: from `%%begintext` to `%%endtext`, from `%%beginps` to `%%endps`, and all others like them.

Nothing in them is music, a field or the end of a tune. Source: ABC standard 2.1, section 11.4.2 (text blocks).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["block_lines"]

BEGIN: Final = re.compile(r"(?:%%|I:)[ \t]*begin([A-Za-z]+)")
SIGN: Final = "begin"


def block_lines(lines: Sequence[str]) -> frozenset[int]:
    """The indices of all lines that belong to a block, its first and last included; one without an end is none."""
    inside: set[int] = set()
    starts = [(index, match[1]) for index, line in enumerate(lines) if SIGN in line and (match := BEGIN.match(line))]
    for start, name in starts:
        if start not in inside:
            end = re.compile(rf"(?:%%|I:)[ \t]*end{name}\b")
            last = next((index for index in range(start + 1, len(lines)) if end.match(lines[index])), start - 1)
            inside.update(range(start, last + 1))
    return frozenset(inside)
