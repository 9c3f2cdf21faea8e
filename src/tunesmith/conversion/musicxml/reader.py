"""A MusicXML score as ABC.

Each staff of each part is a voice; voices that share a staff lie over each other within their bars.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, ParseError, SubElement

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tunesmith.conversion.musicxml.changes import Staff
from tunesmith.conversion.musicxml.names import FIELD_PREFIX
from tunesmith.conversion.musicxml.taken import Take
from tunesmith.conversion.spelled import Speller, unit_for
from tunesmith.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction
    from xml.etree.ElementTree import Element as Xml

    from tunesmith.conversion.measures import Measure

__all__ = ["read_musicxml"]

ORDER: Final = "TCOARSZNBDFGHPI"
ENTITY: Final = re.compile(r"&(?=[A-Za-z#])")
FIRST_TEMPO: Final = re.compile(r"(\|: |\[\| )?\[Q:([^\]]*)\]")
SILENT: Final = frozenset({"", "Melody", "Music", "MusicXML Part"})


@dataclass(slots=True)
class Spelt:
    """A voice as it is written: what `V:` says of it, its first key and meter, its lines and its program."""

    head: str
    key: str
    meter: str
    lines: list[str]
    program: int | None


def read_musicxml(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The ABC of a MusicXML file, and sentences on what of it could not be taken over.

    RequestError if it is not MusicXML, defines entities, or a measure cannot be read; it then names the measure.
    """
    root = parsed(data)
    losses: dict[str, None] = {}
    voices: list[Spelt] = []
    parts = [(part, list(Take(losses).measures(part))) for part in root.iterfind("part")]
    measures = [measure for _, part in parts for measure in part]
    if not any(measure.layers for measure in measures):
        raise RequestError("there is no note in this score")
    unit = unit_for(measures)
    for part, taken in parts:
        name = part_name(root, part.get("id") or "")
        for number in staves(taken):
            staff = Staff(number)
            staff.start(taken[0])
            head, key, meter = voice_words(staff, name), str(staff.key), str(staff.meter)
            voices.append(Spelt(head, key, meter, list(Speller(unit, staff).lines(taken)), name[1]))
    return "\n".join(text_lines(root, unit, voices)) + "\n", tuple(losses)


def parsed(data: bytes) -> Xml:
    """The root of the score."""
    try:
        root: Xml = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise RequestError("the file defines entities or refers to other files, which no score needs") from None
    except (ParseError, ValueError, LookupError) as error:
        raise RequestError(f"this is not XML: {error}") from None
    if root.tag == "score-timewise":
        return partwise(root)
    if root.tag != "score-partwise":
        raise RequestError(f"this is not a MusicXML score: it is a <{str(root.tag)[:40]}>")
    return root


def partwise(root: Xml) -> Xml:
    """A score by measures as one by parts."""
    result = Element("score-partwise")
    result.extend(child for child in root if child.tag != "measure")
    parts: dict[str, Xml] = {}
    for measure in root.iterfind("measure"):
        for part in measure.iterfind("part"):
            name = part.get("id") or ""
            home = parts.get(name)
            if home is None:
                home = parts[name] = SubElement(result, "part", {"id": name})
            SubElement(home, "measure", measure.attrib).extend(part)
    return result


def staves(measures: list[Measure]) -> list[int]:
    """The numbers of the staves on which there is anything."""
    return sorted({staff for measure in measures for staff, _ in measure.layers}) or [1]


def part_name(root: Xml, identity: str) -> tuple[str, int | None]:
    """The name of a part, and its General MIDI program from 0 if it states one."""
    for part in root.iterfind("part-list/score-part"):
        if part.get("id") == identity:
            program = part.findtext("midi-instrument/midi-program")
            name = " ".join((part.findtext("part-name") or "").split())
            return name, int(program) - 1 if program and program.strip().isdigit() else None
    return "", None


def voice_words(staff: Staff, name: tuple[str, int | None]) -> str:
    """What a `V:` field says of a staff after its name."""
    title, _ = name
    words = [f'name="{title.replace(chr(34), chr(39))[:80]}"'] if title not in SILENT else []
    words += (
        [f"clef={staff.clef}{'-8' if staff.octaves == -1 else '+8' if staff.octaves == 1 else ''}"]
        if staff.clef
        else []
    )
    words += [f"transpose={staff.semitones}"] if staff.semitones else []
    return " ".join(words)


def text_lines(root: Xml, unit: Fraction, voices: list[Spelt]) -> Iterator[str]:
    """The lines of the tune."""
    extra = [
        ((one.get("name") or "").removeprefix(FIELD_PREFIX), one.text or "")
        for one in root.iterfind("identification/miscellaneous/miscellaneous-field")
        if (one.get("name") or "").startswith(FIELD_PREFIX)
    ]
    number = next((value for letter, value in extra if letter == "X" and value.isdigit()), "1")
    yield f"X:{number}"
    yield from (f"{letter}:{escaped(value)}" for letter, value in header(root, extra))
    yield f"M:{voices[0].meter}"
    yield f"L:{unit}"
    yield from (f"Q:{value}" for letter, value in extra if letter == "Q")
    lines = voices[0].lines
    if match := FIRST_TEMPO.match(lines[0]):
        yield f"Q:{match[2]}"
        lines[0] = (match[1] or "") + lines[0][match.end() :]
    yield from voice_lines(voices)
    yield from (f"W:{escaped(value)}" for letter, value in extra if letter == "W")


def voice_lines(voices: list[Spelt]) -> Iterator[str]:
    """The voices, the key and the music."""
    only = len(voices) == 1
    if not only or "name=" in voices[0].head:
        yield from (f"V:{place} {voice.head}".rstrip() for place, voice in enumerate(voices, start=1))
        yield f"K:{voices[0].key}"
    else:
        yield f"K:{voices[0].key} {voices[0].head}".rstrip()
    for place, voice in enumerate(voices, start=1):
        if not only:
            yield f"V:{place}"
        if voice.program is not None:
            yield f"%%MIDI program {voice.program}"
        if voice.key != voices[0].key:
            yield f"K:{voice.key}"
        yield from voice.lines


def header(root: Xml, extra: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The fields of words, in the usual order."""
    titles = [root.findtext("work/work-title"), root.findtext("movement-title")]
    fields = [("T", title) for title in dict.fromkeys(titles) if title and title.strip()]
    if not fields:
        credit = root.findtext("credit/credit-words")
        fields = [("T", credit)] if credit and credit.strip() else []
    for creator in root.iterfind("identification/creator"):
        if creator.text and creator.get("type") in (None, "composer", "lyricist", "arranger"):
            fields.append(("C", creator.text))
    fields += [(letter, value) for letter, value in extra if letter in ORDER and len(letter) == 1]
    yield from sorted(fields, key=lambda field: ORDER.index(field[0]))


def escaped(value: str) -> str:
    """Words as a field holds them: on one line, nothing of it a comment or an escape."""
    value = " ".join(value.split()).replace("\\", "\\\\").replace("%", "\\%")
    return ENTITY.sub(r"\\&", value)
