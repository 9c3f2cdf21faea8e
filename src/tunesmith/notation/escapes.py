r"""Text in fields: accents and other characters that are written in ASCII.

`\'e` and `\AA` are mnemonics, `\u00e9` a code point, `&eacute;` an entity, `\%` a percent sign that begins no comment,
and `\351` a character of Latin-1 as older programs wrote it. Source: ABC standard 2.1, section 8.2 (text strings).
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import Final

__all__ = ["decoded_text", "uncommented"]

MARKS: Final = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "o": "\u030a", "H": "\u030b", "v": "\u030c", ",": "\u0327", "c": "\u0327", ";": "\u0328",
}  # fmt: skip
"""What a sign before a letter puts on it, as a combining character."""
LETTERS: Final = {
    "AA": "Å", "aa": "å", "AE": "Æ", "ae": "æ", "OE": "Œ", "oe": "œ", "ss": "ß", "DH": "Ð", "dh": "ð", "TH": "Þ",
    "th": "þ", "/O": "Ø", "/o": "ø", "/D": "Đ", "/d": "đ", "/L": "Ł", "/l": "ł", "/H": "Ħ", "/h": "ħ", "/T": "Ŧ",
    "/t": "ŧ",
}  # fmt: skip
SELF: Final = frozenset('\\%&"')  # characters that stand for themselves after a backslash
ESCAPE: Final = re.compile(
    r"\\u(?P<short>[0-9A-Fa-f]{4})|\\U(?P<long>[0-9A-Fa-f]{8})|\\(?P<octal>[23][0-7]{2})|\\(?P<pair>[^\s\\%&][^\W\d_])"
    r"|\\(?P<sign>[\\%&\"])|(?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)"
)
COMMENT: Final = re.compile(r"(?<!\\)%")


def decoded_text(text: str) -> str:
    """The text as people read it; what is no escape stays as it is."""
    return ESCAPE.sub(_character, text) if "\\" in text or "&" in text else text


def uncommented(text: str) -> str:
    """The value of a field without the comment after it, and without space around."""
    return (COMMENT.split(text, maxsplit=1)[0] if "%" in text else text).strip()


def _character(match: re.Match[str]) -> str:
    """The character that an escape stands for; the escape itself where there is none."""
    kind, written = match.lastgroup, match[match.lastgroup or 0]
    if kind == "pair":
        return _accented(written) or match[0]
    if kind == "sign":
        return written
    if kind == "entity":
        return unescape(written)
    point = int(written, 8 if kind == "octal" else 16)
    return chr(point) if point <= 0x10FFFF and not 0xD800 <= point < 0xE000 and point >= 0x20 else match[0]


def _accented(pair: str) -> str:
    """The letter that a pair of characters stands for, "" if it is none."""
    if pair in LETTERS:
        return LETTERS[pair]
    letter = unicodedata.normalize("NFC", pair[1] + MARKS[pair[0]]) if pair[0] in MARKS else ""
    return letter if len(letter) == 1 else ""
