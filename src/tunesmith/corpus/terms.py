"""On which terms a model is offered: those of the narrowest source that it learned from, in any of its runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tunesmith.corpus.catalogue import Terms, record_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TERMS", "learned_from", "repeat_of", "terms_of"]

TERMS: Final[Mapping[Terms, str]] = {"any": "free for any use", "research": "for research and non-commercial use"}
"""What people are told of each."""


def learned_from(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the sources that the last run of a model learned from, as its record has them.

    Those that are not free for any use are left out of a corpus that was packed for any use; a source that an epoch
    reads 0 times (`repeat`) is in the corpus, and is not learned from.
    """
    corpus = record.get("corpus")
    sources = corpus.get("sources") if isinstance(corpus, dict) else None
    if not isinstance(sources, dict):
        return ()
    options = corpus.get("options") if isinstance(corpus, dict) else None
    limited = isinstance(options, dict) and options.get("use") == "any"
    unread = _unread(record)
    return tuple(name for name in sources if name not in unread and (not limited or record_of(name).terms == "any"))


def _unread(record: Mapping[str, Any]) -> set[str]:
    """The sources that a run read 0 times an epoch."""
    training = record.get("training")
    repeat = training.get("repeat") if isinstance(training, dict) else None
    entries = (repeat_of(str(entry)) for entry in repeat) if isinstance(repeat, list) else ()
    return {entry[0] for entry in entries if entry and entry[1] == 0}


def repeat_of(entry: str) -> tuple[str, int] | None:
    """A source and how often an epoch reads its tunes, out of `source=number`; None if it is not written so."""
    source, _, times = entry.partition("=")
    return (source, int(times)) if source and times.isdecimal() else None


def terms_of(record: Mapping[str, Any]) -> Terms | None:
    """The terms of a model with this record; None if it does not say what the model learned from.

    A network that began with another one has its terms too.
    """
    start, sources = record.get("start"), learned_from(record)
    if isinstance(start, dict):
        earlier = start["terms"] if start.get("terms") in TERMS else terms_of(start)
        if earlier == "research":
            return "research"
    if not sources:
        return None
    return "any" if all(record_of(name).terms == "any" for name in sources) else "research"
