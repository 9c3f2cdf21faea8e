"""The information fields of ABC: what each is called, where it may stand, and what kind of value it has.

Source: the ABC standard 2.1, section 3 (table of fields). `K:` and `Q:` above the first tune are no part of it, but
people write them there for all tunes of a file. A `+:` line goes on with the field before it (section 3.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

__all__ = ["FIELDS", "FIELD_LINE", "FieldFacts", "Role", "letters"]

Role: TypeAlias = Literal["words", "lyrics", "file", "music", "inline", "spelt", "source", "defines", "adds", "starts"]

FIELD_LINE: Final = r"[A-Za-z+]:"
"""The pattern of how a field on a line of its own begins; letters that the standard keeps free are fields too."""


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """A field: its letter, its name, and its roles.

    - "words": its value is text for people, with escapes; "lyrics": it has words among signs
    - "file": above the first tune it holds for all tunes of a file
    - "music": it stands among the music as well as above it; "inline": also inside a line of music, as it is drawn
    - "spelt": it belongs to the canonical spelling
    - "source": it says where the tune comes from, and is not drawn; "defines": it says what other elements mean
    - "adds": a second one adds to the first instead of taking its place
    - "starts": no free text begins with it, so that after an empty line it shows that a tune was cut in two
    """

    letter: str
    name: str
    roles: frozenset[Role]


def field(letter: str, name: str, *roles: Role) -> FieldFacts:
    """The facts of one field."""
    return FieldFacts(letter, name, frozenset(roles))


FIELDS: Final = {
    facts.letter: facts
    for facts in (
        field("A", "area", "words", "file"),
        field("B", "book", "words", "file", "source"),
        field("C", "composer", "words", "file"),
        field("D", "discography", "words", "file", "source"),
        field("F", "file URL", "words", "file", "source"),
        field("G", "group", "words", "file", "source"),
        field("H", "history", "words", "file", "source"),
        field("I", "instruction", "file", "adds"),
        field("K", "key", "file", "music", "inline", "spelt", "starts"),
        field("L", "unit note length", "file", "music", "inline", "spelt", "starts"),
        field("M", "meter", "file", "music", "inline", "spelt", "starts"),
        field("N", "notes", "words", "file", "source"),
        field("O", "origin", "words", "file"),
        field("P", "parts", "music", "inline"),
        field("Q", "tempo", "file", "inline", "spelt"),
        field("R", "rhythm", "words", "file"),
        field("S", "source", "words", "file", "source"),
        field("T", "title", "words"),
        field("U", "user-defined sign", "file", "defines", "adds"),
        field("V", "voice", "lyrics", "music", "starts"),
        field("W", "words after the tune", "words", "music"),
        field("X", "reference number", "spelt"),
        field("Z", "transcription", "words", "file", "source"),
        field("m", "macro", "file", "defines", "adds"),
        field("r", "remark", "file"),
        field("s", "symbol line", "lyrics"),
        field("w", "words under the notes", "lyrics", "music", "starts"),
        field("+", "continuation", "music", "defines"),
    )
}


def letters(role: Role) -> frozenset[str]:
    """The letters of the fields with this role."""
    return frozenset(letter for letter, facts in FIELDS.items() if role in facts.roles)
