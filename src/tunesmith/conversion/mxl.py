"""Compressed MusicXML: a ZIP archive with the score and a file that says which of its files that is.

Source: MusicXML 4.0, "Compressed .mxl files".
"""

from __future__ import annotations

import io
import zlib
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tunesmith.errors import RequestError

__all__ = ["mxl_of", "unpacked"]

MEDIA_TYPE: Final = "application/vnd.recordare.musicxml"
CONTAINER: Final = "META-INF/container.xml"
SCORE: Final = "score.musicxml"
ROOT: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<container><rootfiles>'
    f'<rootfile full-path="{SCORE}" media-type="{MEDIA_TYPE}+xml"/></rootfiles></container>\n'
)
LARGEST: Final = 32 * 2**20
"""Bytes that a score may have when it is unpacked: as many as a file that is not packed."""
MOST_FILES: Final = 1000
LARGEST_CONTAINER: Final = 2**16


def mxl_of(score: bytes) -> bytes:
    """A score as a compressed file; the same score always gives the same bytes."""
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        for name, content, how in (
            ("mimetype", MEDIA_TYPE.encode(), ZIP_STORED),
            (CONTAINER, ROOT.encode(), ZIP_DEFLATED),
            (SCORE, score, ZIP_DEFLATED),
        ):
            entry = ZipInfo(name)
            entry.compress_type = how
            archive.writestr(entry, content)
    return data.getvalue()


def unpacked(data: bytes) -> bytes:
    """The score in a compressed file; RequestError if there is none, or if it is larger than LARGEST when unpacked."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MOST_FILES:
                raise RequestError(f"the archive holds more than {MOST_FILES:,} files, which is too many for a score")
            return member(archive, score_name(archive), LARGEST)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise RequestError(f"the archive cannot be unpacked: {error}") from None


def score_name(archive: ZipFile) -> str:
    """The name of the score in the archive: the first that the container names, else the first that looks like one."""
    names = archive.namelist()
    if CONTAINER in names:
        try:
            root = fromstring(member(archive, CONTAINER, LARGEST_CONTAINER), forbid_dtd=False)
        except (DefusedXmlException, SyntaxError) as error:
            raise RequestError(f"{CONTAINER} in the archive cannot be read: {error}") from None
        named = (file.get("full-path") for file in root.iter() if str(file.tag).endswith("rootfile"))
        found = next((name for name in named if name in names), None)
        if found:
            return found
    endings = (".musicxml", ".xml")
    loose = (
        name for name in names if name.lower().endswith(endings) and not name.startswith(("META-INF/", "__MACOSX"))
    )
    found = next(loose, None)
    if found is None:
        raise RequestError("there is no score in this archive")
    return found


def member(archive: ZipFile, name: str, most: int) -> bytes:
    """A file of the archive; RequestError if it unpacks to more than `most` bytes, whatever the archive says."""
    with archive.open(name) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise RequestError(f"{name} is larger than {most:,} bytes when it is unpacked, which is too large for a score")
    return content
