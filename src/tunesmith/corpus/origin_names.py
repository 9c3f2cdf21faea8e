"""The titles of known tunes, and where they can be found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tunesmith.analysis.known_tunes import KnownTune
from tunesmith.corpus.catalogue import record_of
from tunesmith.corpus.cleaning import demojibake

if TYPE_CHECKING:
    from tunesmith.corpus.sources import SourceTune

__all__ = ["known_tune"]

SESSION = "https://thesession.org/tunes/{tune}#setting{setting}"
SESSION_ID = re.compile(r"setting-(\d+)$")
SESSION_GROUP = re.compile(r"tune-(\d+)$")
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
    record = record_of(tune.source)
    number = re.search(record.number, tune.abc, re.MULTILINE) if record.number else None
    return KnownTune(title, f"{record.short} {number[1]}" if number else record.short, None)


def titled(text: str) -> str:
    """A title without remarks, its article in front."""
    text = REMARK.sub("", text.strip()) or text.strip()
    return ARTICLE.sub(r"\2 \1", text)
