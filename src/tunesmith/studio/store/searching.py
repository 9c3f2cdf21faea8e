"""Words to find a tune by: without accents and capitals, and with its key as people say it."""

from __future__ import annotations

import re
import unicodedata

from tunesmith.errors import AbcError
from tunesmith.notation import Key

__all__ = ["search_terms", "searchable"]

SIGNS = str.maketrans({"♭": "b", "♯": "#", "’": "'"})
SPOKEN_KEY = re.compile(
    r"\b(?P<tonic>[a-g])(?P<sign>[#b]?)(?:[ -]?(?P<word>flat|sharp))?"
    r" (?P<mode>major|minor|dorian|mixolydian|phrygian|lydian|locrian)\b"
)
WORDS = {"flat": "b", "sharp": "#"}


def searchable(title: str, rhythm: str | None, key: str) -> str:
    """All words by which a tune is found, each after a space."""
    try:
        read = Key.parse(key)
        spoken = f"{read.tonic}{read.mode}" if read.tonic else ""
    except AbcError:
        spoken = ""
    return " " + folded(f"{title} {rhythm or ''} {key} {spoken}")


def search_terms(query: str) -> list[str]:
    """The words of a query; a key of several words (`B flat major`) is one."""
    return SPOKEN_KEY.sub(lambda key: joined(key), folded(query)).split()


def joined(key: re.Match[str]) -> str:
    """A spoken key as `searchable` writes it."""
    return key["tonic"] + key["sign"] + WORDS.get(key["word"] or "", "") + key["mode"]


def folded(text: str) -> str:
    """The text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.translate(SIGNS))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()
