"""Any file of music as ABC, whatever it is called: its first bytes say what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tunesmith.errors import MissingExtraError, RequestError
from tunesmith.notation.encoding import decoded

__all__ = ["ENDINGS", "LARGEST", "Taken", "check_size", "read"]

ENDINGS: Final = (".abc", ".txt", ".musicxml", ".xml", ".mxl", ".mid", ".midi")
"""How files are called that can be read."""
LARGEST: Final = 32 * 2**20  # bytes
XML: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<[\0]?[?!s]")


@dataclass(frozen=True, slots=True)
class Taken:
    """The ABC of a file, with one tune or more, and sentences on what of the file could not be taken over."""

    abc: str
    losses: tuple[str, ...] = ()


def check_size(size: int) -> None:
    """RequestError for a file of so many bytes that none is read."""
    if size > LARGEST:
        raise RequestError(f"the file has {size:,} bytes; up to {LARGEST:,} are read")


def read(data: bytes) -> Taken:
    """The music of a file: ABC, MusicXML (compressed or not) or MIDI.

    RequestError if it cannot be read, AbcError if it is neither of these and no text; a measure that is at fault is
    named. XML that defines entities and archives that unpack to more than a score are refused.
    """
    check_size(len(data))
    if data.startswith(b"MThd"):
        from tunesmith.conversion.midi.reader import read_midi

        try:
            return Taken(*read_midi(data))
        except ModuleNotFoundError as error:
            raise MissingExtraError("sound", "reading MIDI") from error
    if data.startswith(b"PK"):
        from tunesmith.conversion.mxl import unpacked

        data = unpacked(data)
    if XML.match(data):
        from tunesmith.conversion.musicxml.reader import read_musicxml

        return Taken(*read_musicxml(data))
    return Taken(decoded(data))
