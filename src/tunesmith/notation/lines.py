"""Lines of a text, counted in one way wherever a place is named: they end in LF, CR LF or CR, and in nothing else.

A form feed, U+0085 or U+2028 is a character like any other. Source: ABC standard 2.1, section 2.2 (end of a line).
"""

from __future__ import annotations

import re

__all__ = ["NEWLINE", "line_starts", "newline_of", "unified"]

NEWLINE = re.compile(r"\r\n|\r|\n")


def line_starts(text: str) -> list[int]:
    """The place of the first character of each line."""
    return [0, *(match.end() for match in NEWLINE.finditer(text))]


def newline_of(text: str) -> str:
    """The end of the first line, for lines that are added; a line feed where there is none."""
    match = NEWLINE.search(text)
    return match[0] if match else "\n"


def unified(text: str) -> str:
    """The text with a line feed at the end of every line; lines and columns stay what they were."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
