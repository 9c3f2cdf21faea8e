"""Work on any text: moved to another key, fixed, given chords."""

from __future__ import annotations

import json

from tunesmith.analysis.bar_chords import with_bar_chords
from tunesmith.analysis.following import following_keys
from tunesmith.analysis.harmony import add_chords, without_chords
from tunesmith.analysis.second_voice import with_second_voice
from tunesmith.errors import RequestError
from tunesmith.notation import Tune
from tunesmith.notation.fix import fix
from tunesmith.notation.sets import named_key, transposed_set

__all__ = [
    "fixed",
    "goal_of",
    "keys_after",
    "set_transposed",
    "transposed",
    "with_chords",
    "with_chords_in",
    "with_second",
]


def goal_of(key: str | None, semitones: int | None) -> tuple[str | None, int]:
    """The key to go to, or how many semitones to go; RequestError unless exactly one of them is given."""
    if (key is None) == (semitones is None):
        raise RequestError("or semitones must be given, and not both", field="key")
    return key, semitones or 0


def transposed(abc: str, key: str | None, semitones: int) -> str:
    """The tune in another key of its mode, or so many semitones higher where that is None."""
    tune = Tune.parse(abc)
    return (tune.transpose(semitones) if key is None else tune.in_key(named_key(key))).text


def set_transposed(texts: str, key: str | None, semitones: int) -> list[str]:
    """Tunes that belong together, a JSON list of texts, moved together as `transposed_set` does."""
    tunes = [Tune.parse(text) for text in json.loads(texts)]
    goal = None if key is None else named_key(key)
    return [tune.text for tune in transposed_set(tunes, key=goal, semitones=semitones)]


def fixed(abc: str) -> tuple[str, list[str]]:
    """The tune with everything fixed that has one clear fix, and what was done."""
    result = fix(abc)
    return result.text, [change.message for change in result.changes]


def with_chords(abc: str, anew: bool) -> str:
    """The tune with chord symbols above its melody, where it has none; `anew`, in place of those that it has."""
    tune = Tune.parse(abc)
    return add_chords(Tune.parse(without_chords(tune)) if anew else tune)


def with_chords_in(abc: str, bar: int, chords: str) -> str:
    """The tune with these chords in one bar, with spaces between them, instead of those that it has there."""
    return with_bar_chords(Tune.parse(abc), bar, chords.split())


def with_second(abc: str, instrument: str) -> str:
    """The tune with a second voice below its melody, of notes that the instrument has."""
    return with_second_voice(Tune.parse(abc), instrument)


def keys_after(abc: str, offered: list[str]) -> list[str]:
    """Those of the keys that fit a tune that is played after this one."""
    return following_keys(Tune.parse(abc).key, offered)
