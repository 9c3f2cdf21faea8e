"""The order of titles in an index: that of the Unicode collation, numbers by their value, punctuation ignored.

Letters are compared without marks and case first, as the primary weights of the Unicode Collation Algorithm are
(Unicode Technical Standard 10, section 1.1), then with them. Latin letters that do not decompose count as the letters
that its default table ranks them with.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, TypeAlias

__all__ = ["SortKey", "sort_key"]

SortKey: TypeAlias = "tuple[tuple[tuple[bool, int, str], ...], str]"

ARTICLE: Final = re.compile(r"^(the|an|a) (?=\S)")
APOSTROPHES: Final = re.compile("['’ʼ‘`´]")
PIECES: Final = re.compile(r"\d+|[^\W\d_]+")
PLAIN: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŧ": "t", "þ": "th", "ŋ": "n"}
)


def sort_key(title: str) -> SortKey:
    """What titles are sorted by: an article at the start and punctuation do not count, and numbers precede letters."""
    folded = unicodedata.normalize("NFKD", ARTICLE.sub("", title.casefold().lstrip(), count=1))
    letters = "".join(one for one in folded if not unicodedata.combining(one)).translate(PLAIN)
    pieces = PIECES.findall(APOSTROPHES.sub("", letters))
    return tuple((False, int(p), "") if p.isdecimal() else (True, 0, p) for p in pieces), title
