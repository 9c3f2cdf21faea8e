"""MusicXML as others see it: the schema, music21 and verovio."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import verovio
import xmlschema

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["faults", "notes_by_music21", "notes_by_verovio"]

XLINK: Final = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xlink">
  <xs:attribute name="href" type="xs:anyURI"/> <xs:attribute name="type" type="xs:string"/>
  <xs:attribute name="role" type="xs:token"/> <xs:attribute name="title" type="xs:token"/>
  <xs:attribute name="show" type="xs:string"/> <xs:attribute name="actuate" type="xs:string"/>
</xs:schema>"""
"""The attributes of XLink that the schema of MusicXML refers to."""


@lru_cache(maxsize=1)
def schema() -> xmlschema.XMLSchema:
    """The schema of MusicXML 4.0, out of the package `musicxml`."""
    found = find_spec("musicxml")
    if found is None or found.origin is None:
        raise RuntimeError("the package musicxml, which brings the schema, is not installed")
    folder = Path(found.origin).parent / "generate_classes"
    text = (folder / "musicxml_4_0.xsd").read_text()
    locations = {
        "http://www.w3.org/XML/1998/namespace": str(folder / "xml.xsd"),
        "http://www.w3.org/1999/xlink": XLINK,
    }
    for address in ("http://www.musicxml.org/xsd/xml.xsd", "http://www.musicxml.org/xsd/xlink.xsd"):
        text = text.replace(f' schemaLocation="{address}"', "")
    return xmlschema.XMLSchema(text, locations=locations, allow="local")


def faults(score: bytes) -> list[str]:
    """What the schema objects to."""
    return [f"{error.path}: {error.reason}" for error in schema().iter_errors(io.BytesIO(score))]


def notes_by_music21(score: bytes) -> Sequence[Sequence[tuple[float, tuple[int, ...]]]]:
    """The lengths in quarter notes and MIDI pitches of each part, as music21 reads them; grace notes left out."""
    from music21 import converter
    from music21.stream import Score

    read = converter.parseData(score, format="musicxml")
    assert isinstance(read, Score)
    parts = read.parts
    return [
        [
            (float(note.quarterLength), tuple(pitch.midi for pitch in note.pitches))
            for note in part.recurse().notes
            if not note.duration.isGrace and "Harmony" not in note.classes
        ]
        for part in parts
    ]


def notes_by_verovio(score: bytes) -> int:
    """How many notes verovio draws."""
    toolkit = verovio.toolkit()
    with redirect_stderr(io.StringIO()), redirect_stdout(io.StringIO()):
        if not toolkit.loadData(score.decode()):
            raise ValueError("verovio does not open this")
        return toolkit.getMEI().count("<note ")
