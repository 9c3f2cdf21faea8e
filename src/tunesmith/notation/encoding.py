"""Bytes to text: ABC is written in UTF-8, or in UTF-16 (by its mark); old files are in Latin-1."""

from __future__ import annotations

import codecs

from tunesmith.errors import AbcError

__all__ = ["decoded"]


def decoded(data: bytes) -> str:
    """The text of an ABC file, without a mark of its byte order; AbcError if there are NUL characters in it.

    Source: ABC standard 2.1, section 3.1 (UTF-8), and 1.6 and older, whose files are in ISO 8859-1.
    """
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if (place := text.find("\0")) >= 0:
        before = text[:place]
        raise AbcError(
            "a NUL character stands here, so this is no text", before.count("\n") + 1, place - before.rfind("\n")
        )
    return text
