"""Tunebooks: files of many tunes (section 2.2 of the ABC standard 2.1)."""

from __future__ import annotations

import re

__all__ = ["split_tunebook"]

REFERENCE = re.compile(r"^X:", re.MULTILINE)


def split_tunebook(text: str) -> list[str]:
    """The tunes of a file, each from its `X:` on; the file header and free text between tunes are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in REFERENCE.finditer(text)]
    tunes = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=False)]
    return [up_to_empty_line(tune) for tune in tunes]


def up_to_empty_line(text: str) -> str:
    """The text of a tune without the free text that may follow the empty line after it."""
    lines = text.split("\n")
    end = next((index for index, line in enumerate(lines) if not line.strip()), len(lines))
    return "\n".join(lines[:end])
