"""Cuts a line of music into tokens; together they are the line, character for character.

Source: the ABC standard 2.1, section 4.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from tunesmith.music.fields import FIELD_LINE
from tunesmith.music.notes import SIGN, SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "DECORATIONS",
    "SHORTHANDS",
    "inner_notes",
    "is_field_line",
    "is_music_line",
    "length_of",
    "note_parts",
    "scan",
    "with_inner_notes",
]

LENGTH = r"[0-9]{0,8}(?:/{1,9}[0-9]{0,8})?"
PLAIN_NOTE = rf"[A-Ga-g][,']*{LENGTH}"
NOTE = rf"(?:[A-Ga-g]|(?:{SIGN})[A-Ga-g])[,']*{LENGTH}"
PARTS = r"[0-9]{0,3}/[0-9]{0,4}"
"""How many semitones the sign before it counts: `^/c` is a quarter tone up, `_3/2B` a semitone and a half down."""
MICROTONE = rf"(?:[\^_]){PARTS}{PLAIN_NOTE}"

SHORTHANDS = {
    ".": "staccato",
    "~": "roll",
    "H": "fermata",
    "J": "slide",
    "L": "accent",
    "M": "lowermordent",
    "O": "coda",
    "P": "uppermordent",
    "R": "roll",
    "S": "segno",
    "T": "trill",
    "u": "upbow",
    "v": "downbow",
}
"""Decorations of one character: those of section 4.14, and `J` and `R` as abc2midi and abcm2ps have them."""

DECORATIONS = frozenset(
    name
    for names in (
        "trill trill( trill) lowermordent uppermordent mordent pralltriller roll turn turnx invertedturn invertedturnx",
        "arpeggio > accent emphasis ^ marcato fermata invertedfermata tenuto 0 1 2 3 4 5 + plus snap slide wedge",
        "staccato upbow downbow open thumb breath pppp ppp pp p mp mf f ff fff ffff sfz segno coda D.S. D.C. dacoda",
        "dacapo fine crescendo( <( crescendo) <) diminuendo( >( diminuendo) >) shortphrase mediumphrase longphrase",
        "editorial courtesy ped ped-up / // /// D.C.alfine D.C.alcoda D.S.alfine D.S.alcoda",
    )
    for name in names.split(" ")
)
"""The names between exclamation marks that section 4.14 and the common programs know."""

# Every pattern that must find its end has a limit, so that no text takes more than linear time to scan.
TOKENS = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in {
            "note": NOTE,
            "space": r"[ \t\r\f\v\xa0]+|y[0-9]*",
            "mailed_note": rf"=3D{PLAIN_NOTE}",
            "bar": r"\.?(?:\[?\|[|:\]]*|:{1,8}(?:\[?\||\])[|:\]]*|::{1,7})",
            "dashed": r":(?=[ \t]*[A-Za-z~.^_=\[({\"!])",
            "colon": r":(?![0-9])",
            "broken": r">{1,3}|<{1,3}",
            "microtone": MICROTONE,
            "rest": rf"[zx]{LENGTH}",
            "bars_rest": r"[ZX][0-9]{0,4}",
            "group": r"\(&",
            "tuplet": r"\([0-9]{1,2}(?::[0-9]{0,2}){0,2}",
            "slur_open": r"\.?\(",
            "slur_close": r"\)",
            "tie": r"\.?-",
            "quoted": r'"(?:[^"\\]|\\.){0,500}"|"[^"]{0,500}"',
            "typographic": '[\u201c\u201d\u201e\u201f][^\u201c-\u201f"|]{0,100}[\u201c\u201d\u201f]',
            "grace": r"\{[^}]{0,200}\}",
            "inline": r"\[[A-Za-z]:[^\]]{0,200}\]",
            "ending": r"\[[0-9]{1,2}(?:[,-][0-9]{1,2})*\.?",
            "chord": rf"\[[^\]\[|:]{{1,200}}\]{LENGTH}",
            "digits": r"[0-9]{1,2}(?:[,-][0-9]{1,2})*\.?",
            "decoration": r"[.~H-Wh-w]|\+[A-Za-z0-9<>.()^-]{1,40}\+|![^!|\s]{1,40}!",
            "stray": r"(?<=[\s|:])[+}]",
            "label": r'\[(?=")',
            "glue": r"`+",
            "continued": r"(?:\\|=(?:20)?)[ \t\r]*(?=%|$)",
            "comment": r"%.*",
            "group_end": r"&\)",
            "overlay": "&",
            "forced": r"[!$*]",
            "unknown": r".",
        }.items()
    )
)

MUSICAL = frozenset({"note", "mailed_note", "microtone", "rest", "bars_rest", "chord", "grace"})
FIELD = re.compile(FIELD_LINE)
MUSIC_LINE = re.compile(r"[A-Ga-gxz]:(?:[|:\]]|\s*$)")
MAILED_NATURAL = "=3D"  # as quoted-printable mail writes the equals sign
NOTE_PARTS = re.compile(rf"({MAILED_NATURAL}|{SIGN}|[\^_]{PARTS})?([A-Ga-g])([,']*)(.*)", re.DOTALL)
INNER = re.compile(rf'![^!]*!|\+[A-Za-z0-9]{{2,40}}\+|"[^"]*"|({MICROTONE}|{NOTE})(-)?')


def scan(line: str, start: int = 0) -> list[tuple[str, str, int]]:
    """Cut one line of music (no newline in it) into (kind, text, offset) from `start` on, unknown characters too."""
    return [(match.lastgroup or "", match[0], match.start()) for match in TOKENS.finditer(line, start)]


def is_field_line(line: str) -> bool:
    """Whether a line in the tune body is an information field: `K:G` is, `A:|` is music."""
    return FIELD.match(line) is not None and MUSIC_LINE.match(line) is None


def is_music_line(line: str) -> bool:
    """Whether a line outside of a tune looks like music: it has bar lines, and most of its letters are notes."""
    if "|" not in line or line.startswith("%") or is_field_line(line):
        return False
    tokens = [(kind, text) for kind, text, _ in scan(line) if kind not in ("quoted", "inline")]
    letters = sum(character.isalpha() for _, text in tokens for character in text)
    notes = sum(character.isalpha() for kind, text in tokens if kind in MUSICAL for character in text)
    return 2 * notes > letters and any(kind == "bar" for kind, _ in tokens)


@lru_cache(maxsize=8192)
def length_of(text: str) -> tuple[int, int] | None:
    """The numerator and denominator of a written length: `3/2`, `/`, `//`, `2`, or nothing; None if either is 0."""
    if not text:
        return 1, 1
    head, slash, tail = text.partition("/")
    numerator = int(head) if head else 1
    slashes = len(tail) - len(tail.lstrip("/")) + 1 if slash else 0
    digits = tail.lstrip("/")
    denominator = int(digits) << (slashes - 1) if digits else 1 << slashes
    return (numerator, denominator) if numerator and denominator else None


@lru_cache(maxsize=8192)
def note_parts(text: str) -> tuple[str, int, int | None, str, tuple[int, int] | None]:
    """The letter, scientific octave, accidental in semitones (or None) and written length of a note's text.

    Last, the numerator and denominator of this length, None where it makes no sense.
    """
    match = NOTE_PARTS.match(text)
    if match is None:
        raise ValueError(f"{text!r} is no note")
    sign, letter, marks, length = match.groups()
    octave = (4 if letter.isupper() else 5) + marks.count("'") - marks.count(",")
    return letter.upper(), octave, None if sign is None else alteration(sign), length, length_of(length)


def alteration(sign: str) -> int:
    """The semitones of a sign; of a part of one, the nearest whole semitone, half a one less rather than more."""
    if "/" not in sign:
        return SIGNS[sign.replace(MAILED_NATURAL, "=")]
    over, _, under = sign[1:].partition("/")
    return SIGNS[sign[0]] * min(2, ceil(Fraction(int(over or 1), int(under or 2) or 1) - Fraction(1, 2)))


def inner_notes(text: str) -> tuple[list[tuple[str, int, bool]], str]:
    """The notes inside a chord's or grace group's text as (text, offset, tied), and what else stands between them.

    The letters of decorations and of words in quotes are no notes.
    """
    notes = [(match[1], match.start(), match[2] is not None) for match in INNER.finditer(text) if match[1]]
    return notes, INNER.sub(lambda match: "" if match[1] else match[0], text)


def with_inner_notes(text: str, notes: Iterable[str]) -> str:
    """The text of a chord or grace group with other notes in the place of its own, in their order."""
    new = iter(notes)
    return INNER.sub(lambda match: next(new) + (match[2] or "") if match[1] else match[0], text)
