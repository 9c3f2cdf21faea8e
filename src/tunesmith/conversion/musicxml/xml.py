"""XML elements in one line each, and documents as bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FORBIDDEN", "add", "document", "node"]

FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML may not hold (XML 1.0, section 2.2)."""
DOCTYPE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)


def node(name: str, text: object = "", attributes: Mapping[str, str] | None = None) -> Element:
    """An element; characters that XML may not hold are left out of its text (XML 1.0, section 2.2)."""
    element = Element(name, dict(attributes or {}))
    if text != "":
        element.text = FORBIDDEN.sub("", str(text))
    return element


def add(parent: Element, name: str, text: object = "", attributes: Mapping[str, str] | None = None) -> Element:
    """A new last child of an element."""
    element = SubElement(parent, name, dict(attributes or {}))
    if text != "":
        element.text = FORBIDDEN.sub("", str(text))
    return element


def document(root: Element) -> bytes:
    """A score as a file in UTF-8."""
    indent(root, " ")
    return (DOCTYPE + tostring(root, encoding="unicode") + "\n").encode()
