"""What known tunes are called, and where they are to be found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tunesmith.analysis.origin_index import KnownTune
from tunesmith.corpus.cleaning import demojibake

if TYPE_CHECKING:
    from tunesmith.corpus.sources import SourceTune

__all__ = ["known_tune"]

SESSION = "https://thesession.org/tunes/{tune}#setting{setting}"
SESSION_ID = re.compile(r"setting-(\d+)$")
SESSION_GROUP = re.compile(r"tune-(\d+)$")
BOOKS = {
    "airdsAirs": ("Aird's Airs", r"^X:\s*0*(\d+)"),
    "ceol_rince": ("Ceol Rince na hÉireann", r"^B:\s*CRE(\d\.\d+)"),
    "irish_abc": ("MIT's Irish tunes", r"^Z:.*id:(\S+)"),
    "irishman": ("IrishMAN", r"^X:\s*([1-9]\d*)"),
    "irishman_sample": ("IrishMAN", r"^X:\s*([1-9]\d*)"),
    "oneills1850": ("O'Neill's Music of Ireland", r"^X:\s*0*(\d+)"),
    "ryansMammoth": ("Ryan's Mammoth Collection", r"^X:(?!)"),  # its tunes bear no numbers
}
TITLE = re.compile(r"^T:[ \t]*(.+)$", re.MULTILINE)
REMARK = re.compile(r"\s*(?:\([^)]*\)|%.*|\*)\s*(?=$|,)")
ARTICLE = re.compile(r"^(.+), (The|A|An|Le|La|Les|L'|Na|Die|Der|Das)$", re.IGNORECASE)


def known_tune(tune: SourceTune) -> KnownTune:
    """The title, source and link of a tune as its source has them."""
    found = TITLE.search(tune.abc)
    title = titled(demojibake(found[1])) if found else "untitled"
    setting, group = SESSION_ID.search(tune.id), SESSION_GROUP.search(tune.group)
    if setting and group:
        return KnownTune(title, "The Session", SESSION.format(tune=group[1], setting=setting[1]))
    name, pattern = BOOKS.get(tune.source, (tune.source, r"^X:\s*(\d+)"))
    number = re.search(pattern, tune.abc, re.MULTILINE)
    return KnownTune(title, f"{name} {number[1]}" if number else name, None)


def titled(text: str) -> str:
    """A title without remarks, its article in front."""
    text = REMARK.sub("", text.strip()) or text.strip()
    return ARTICLE.sub(r"\2 \1", text)
