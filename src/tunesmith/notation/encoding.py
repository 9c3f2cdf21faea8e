"""Bytes to text and back: ABC is written in UTF-8, in UTF-16 or UTF-32, and in the code pages of older programs."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tunesmith.errors import AbcError
from tunesmith.notation.lines import NEWLINE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Encoding", "decoded", "encoding_of"]

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The byte order marks; that of UTF-32 comes first, as it begins like that of UTF-16."""
CHARSET: Final = re.compile(rb"^(?:%%|I:[ \t]*)(?:abc-)?charset[ \t]+([\w.:-]{1,40})", re.MULTILINE)
LATIN_1: Final = frozenset({"iso8859-1", "ascii"})
SAMPLE: Final = b"X:1\n"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is written: Python's name of its encoding, and the byte order `mark` that it begins with."""

    codec: str
    mark: bytes = b""

    def decode(self, data: bytes) -> str:
        """The text of the file."""
        return data.removeprefix(self.mark).decode(self.codec)

    def encode(self, text: str) -> bytes:
        """The file of a text."""
        return self.mark + text.encode(self.codec)


def encoding_of(data: bytes) -> Encoding:
    """How an ABC file is written.

    A byte order mark decides. Else it is UTF-8 if the bytes fit it, which those of other encodings hardly ever do; then
    the encoding that the file names; last Windows-1252, and Latin-1, which has a character for every byte.
    Source: ABC standard 2.1, section 4.7 (`%%abc-charset`), and 1.6 and older, whose files are in ISO 8859-1.
    """
    for mark, codec in MARKS:
        if data.startswith(mark):
            return Encoding(codec, mark)
    return next((encoding for encoding in map(Encoding, candidates(data)) if fits(encoding, data)), Encoding("latin-1"))


def candidates(data: bytes) -> Iterator[str]:
    """The encodings that a file without a mark may be written in, the most likely first."""
    if data[1:2] == b"\0" != data[:1]:
        yield "utf-16-le"
    if data[:1] == b"\0" != data[1:2]:
        yield "utf-16-be"
    named = named_codec(data)
    if data.isascii() and named:
        yield named  # such as ISO-2022-JP, which writes everything with the characters of ASCII
    yield "utf-8"
    if named:
        yield named
    yield "cp1252"


def named_codec(data: bytes) -> str | None:
    """The encoding that `%%abc-charset` names, if Python knows it; what is called Latin-1 is mostly Windows-1252."""
    match = CHARSET.search(data)
    try:
        codec = codecs.lookup(match[1].decode("ascii")).name if match else None
    except (LookupError, UnicodeError):
        return None
    return None if codec in LATIN_1 else codec


def fits(encoding: Encoding, data: bytes) -> bool:
    """Whether all bytes mean something in this encoding, and ASCII means itself where it is no wider one."""
    try:
        plain = encoding.codec.startswith("utf-16") or encoding.decode(SAMPLE) == SAMPLE.decode()
        return plain and isinstance(encoding.decode(data), str)
    except (LookupError, UnicodeError):
        return False


def decoded(data: bytes) -> str:
    """The text of an ABC file, without its byte order mark; AbcError if there are NUL characters in it."""
    try:
        text = encoding_of(data).decode(data)
    except UnicodeDecodeError as error:
        raise AbcError(
            f"the file begins with the byte order mark of {error.encoding}, but the rest does not fit it", 1, 1
        ) from None
    if (place := text.find("\0")) >= 0:
        before = list(NEWLINE.finditer(text, 0, place))
        start = before[-1].end() if before else 0
        raise AbcError("a NUL character stands here, so this is not a text file", len(before) + 1, place - start + 1)
    return text
