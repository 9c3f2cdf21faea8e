"""Marks, words, tempos and chord symbols of MusicXML as ABC writes them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.conversion.musicxml.names import CHORD_KINDS, DYNAMICS, MARKS, NOTE_TYPES, SOUNDS
from tunesmith.notation.elements import Decoration, Position
from tunesmith.notation.spelling import decoration_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element as Xml

__all__ = ["decoration", "marks_of", "quoted", "words_of"]

NOTATIONS: Final[dict[tuple[str, tuple[tuple[str, str], ...], str], str]] = {}
for _name, (_, _element, _attributes, _text) in MARKS.items():
    NOTATIONS.setdefault((_element, tuple(_attributes.items()), _text), _name)
GROUPS: Final = frozenset({"ornaments", "technical", "articulations"})
TOLD: Final = ("type", "slash")
KINDS: Final = {kind: text for text, kind in reversed(CHORD_KINDS.items())}
SIGNS: Final = {-2: "bb", -1: "b", 0: "", 1: "#", 2: "##"}
JUMPS: Final = {words.lower(): name for name, (words, _) in reversed(SOUNDS.items())}
LEAPS: Final = frozenset({"dacapo", "dalsegno", "fine", "tocoda"})
WEDGES: Final = {"crescendo": "crescendo(", "diminuendo": "diminuendo("}
LONGEST: Final = 200


def marks_of(notations: Xml) -> Iterator[str]:
    """The decorations that stand in `<notations>`."""
    for child in notations:
        for mark in child if child.tag in GROUPS else (child,):
            text = (mark.text or "").strip()
            attributes = tuple(
                (name, mark.attrib[name]) for name in TOLD if mark.get(name) in ("inverted", "yes", "single")
            )
            found = NOTATIONS.get((mark.tag, attributes, text)) or NOTATIONS.get((mark.tag, (), ""))
            if found:
                yield found


def decoration(name: str) -> str:
    """A decoration in canonical spelling: one character where there is one, else its name between exclamation marks."""
    return decoration_text(Decoration("", Position(1, 1), name))


def quoted(placement: str, words: str) -> str:
    """Words between quotes, which may hold neither quotes nor lines."""
    plain = " ".join(words.split()).replace('"', "''").replace("\\", "\\\\")[:LONGEST]
    return f'"{placement}{plain}"' if plain else ""


def words_of(element: Xml) -> Iterator[str]:
    """What a `<direction>` or `<harmony>` says, as ABC."""
    if element.tag == "harmony":
        yield quoted("", chord_symbol(element))
        return
    stated = tempo(element)
    if stated:
        yield f"[Q:{stated}]"
    placement = "_" if element.get("placement") == "below" else "^"
    for kind in (child for one in element.iterfind("direction-type") for child in one):
        yield said(kind, placement, bool(stated), element.find("sound"))


def said(kind: Xml, placement: str, with_tempo: bool, sound: Xml | None) -> str:
    """One direction as ABC; "" for one that has no sign there."""
    text = (kind.text or "").strip()
    if kind.tag == "words":
        jumps = sound is not None and not LEAPS.isdisjoint(sound.attrib)
        jump = JUMPS.get(" ".join(text.lower().split())) if jumps else None
        return decoration(jump) if jump else "" if with_tempo else quoted(placement, text)
    if kind.tag == "rehearsal":
        return f"[P:{' '.join(text.replace(']', ')').split())[:80]}]" if text else ""
    if kind.tag == "dynamics":
        return "".join(decoration(child.tag) for child in kind if child.tag in DYNAMICS)
    if kind.tag in ("segno", "coda"):
        return decoration(kind.tag)
    if kind.tag == "wedge" and kind.get("type") in WEDGES:
        return decoration(WEDGES[kind.get("type", "")])
    if kind.tag == "pedal":
        return decoration({"start": "ped", "stop": "ped-up"}.get(kind.get("type", ""), ""))
    return ""


def tempo(element: Xml) -> str:
    """The value of a `Q:` field for a direction that states a tempo, "" for others."""
    words = " ".join(" ".join((one.text or "").split()) for one in element.iterfind("direction-type/words"))
    words = words.replace('"', "").replace("]", ")")[:80]
    spoken = f'"{words}" ' if words and not words[0].isdigit() else ""
    metronome = element.find("direction-type/metronome")
    unit = metronome.findtext("beat-unit") if metronome is not None else None
    rate = (metronome.findtext("per-minute") or "") if metronome is not None else ""
    if metronome is not None and unit in NOTE_TYPES and is_rate(rate):
        beat = NOTE_TYPES[unit] * (Fraction(2) - Fraction(1, 2 ** len(metronome.findall("beat-unit-dot"))))
        return f"{spoken}{beat.numerator}/{beat.denominator}={float(rate):g}"
    sound = element.find("sound")
    rate = sound.get("tempo") or "" if sound is not None else ""
    return f"{spoken}1/4={float(rate):g}" if is_rate(rate) else ""


def is_rate(text: str) -> bool:
    """Whether this is a number of beats a minute that `Q:` can hold."""
    try:
        return 1 <= float(text) < 10_000
    except ValueError:
        return False


def chord_symbol(harmony: Xml) -> str:
    """A chord symbol: with the kind as the file writes it for people, else as the table has it."""
    kind = harmony.find("kind")
    name = (kind.text or "").strip() if kind is not None else ""
    written = kind.get("text") if kind is not None else None
    if name == "none":
        return written or "N.C."
    root = note_of(harmony, "root")
    if not root:
        return ""
    text = KINDS.get(name, "") if written is None else written
    whole = kind is not None and kind.get("parentheses-degrees") == "yes" and harmony.find("degree") is None
    opening, closing = ("(", ")") if whole else ("", "")
    bass = note_of(harmony, "bass")
    base, bracket, other = text.partition(" (") if text.endswith(")") else (text, "", "")
    if written is None:
        base += "".join(map(degree, harmony.iterfind("degree")))
    return opening + root + base + (f"/{bass}" if bass else "") + bracket + other + closing


def degree(element: Xml) -> str:
    """A note added to a chord, altered or left out."""
    value = (element.findtext("degree-value") or "").strip()
    sign = SIGNS.get(int(float(element.findtext("degree-alter") or 0)), "")
    kind = (element.findtext("degree-type") or "").strip()
    if kind == "subtract":
        return f"no{value}"
    return sign + value if kind == "alter" or sign else f"add{value}"


def note_of(harmony: Xml, name: str) -> str:
    """The root or bass."""
    step = (harmony.findtext(f"{name}/{name}-step") or "").strip()
    return step + SIGNS.get(int(float(harmony.findtext(f"{name}/{name}-alter") or 0)), "") if step else ""
