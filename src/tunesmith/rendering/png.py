"""A score as a PNG picture, drawn by resvg with the shipped fonts and no others."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import resvg_py

from tunesmith.rendering.resources import fonts

if TYPE_CHECKING:
    from tunesmith.rendering.tags import Tags

__all__ = ["png_of"]

ZOOM = 2.0  # pixels for one px of the SVG: sharp on paper and on dense screens
HEADER_END = 8 + 25  # the signature and the IHDR chunk, which come first (PNG specification, section 5.6)


def png_of(svg: str, *, zoom: float = ZOOM, style: str | None = None, tags: Tags | None = None) -> bytes:
    """The picture on white, `zoom` times as large as the SVG says, drawn under a CSS `style` sheet if one is given."""
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=zoom,
        background="#ffffff",
        style_sheet=style,
        skip_system_fonts=True,
        font_files=[str(font) for font in fonts()],
    )
    return tagged(drawn, tags) if tags else drawn


def tagged(png: bytes, tags: Tags) -> bytes:
    """The picture with title, author and comment in text chunks."""
    texts = {"Title": tags.title, "Author": tags.composer, "Comment": tags.comment}
    chunks = b"".join(text_chunk(keyword, text) for keyword, text in texts.items() if text)
    return png[:HEADER_END] + chunks + png[HEADER_END:]


def text_chunk(keyword: str, text: str) -> bytes:
    """An uncompressed `iTXt` chunk in UTF-8 (PNG specification, section 11.3.3.4)."""
    data = b"iTXt" + keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode()
    return struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
