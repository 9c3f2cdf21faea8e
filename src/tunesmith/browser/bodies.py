"""What a request brings, checked by the same options as everywhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tunesmith.errors import RequestError
from tunesmith.music.instruments import fingerings, names_of, playable
from tunesmith.music.ornamenting import STYLES
from tunesmith.options import Option, TableChoices, options_of
from tunesmith.rendering import FORMATS, RenderOptions
from tunesmith.rendering.fingerings import NAMES
from tunesmith.rendering.player import Playing
from tunesmith.studio.operations import options_for

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BODIES", "FORMATS_HERE", "read"]

FORMATS_HERE = ("abc", "svg", "mid", "musicxml", "mxl")
"""The formats that Python's own library and the engraver are enough for; the page itself prints scores."""
assert set(FORMATS_HERE) <= FORMATS.keys()


def _text(name: str, longest: int, *, required: bool = False) -> Option:
    return Option(name, name=name, longest=longest, required=required)


def _music(name: str, *, required: bool) -> Option:
    return Option(name, name=name, longest=100_000, accepts="ABC", reads=_not_empty, required=required)


def _not_empty(text: str) -> None:
    if not text:
        raise ValueError("must not be empty")


def _word(name: str, words: TableChoices) -> Option:
    return Option(name, name=name, choices=words, required=True)


ABC = {"abc": _music("abc", required=True)}
PLAYABLE = TableChoices(lambda: names_of(playable()))
TITLE = _text("title", 200)
KEY = _text("key", 40)
SEMITONES = Option("semitones", name="semitones", type=int, least=-24, most=24)
TRANSPOSE = {"key": KEY, "semitones": SEMITONES}
BODIES: dict[str, Mapping[str, Option]] = {
    "abc": ABC,
    "import": {**ABC, "title": TITLE},
    "change": {"abc": _music("abc", required=False), "title": TITLE, "starred": Option("", name="starred", type=bool)},
    "transpose": TRANSPOSE,
    "transpose any": {**ABC, **TRANSPOSE},
    "chords": {**ABC, "anew": Option("", name="anew", type=bool, default=False)},
    "chords in a bar": {
        **ABC,
        "bar": Option("", name="bar", type=int, least=0, most=10_000, required=True),
        "chords": _text("chords", 200, required=True),
    },
    "performance": {**ABC, **options_of(Playing)},
    "playability": {**ABC, "instrument": _word("instrument", PLAYABLE)},
    "second voice": {**ABC, "instrument": Option("", name="instrument", choices=PLAYABLE)},
    "ornaments": {**ABC, "instrument": _word("instrument", TableChoices(lambda: list(STYLES)))},
    "below": {**ABC, "below": _word("below", TableChoices(lambda: [*fingerings(), NAMES]))},
    "continue": options_for("continue"),
    "continue any": {**ABC, **options_for("continue")},
    "vary": options_for("vary"),
    "vary any": {**ABC, **options_for("vary")},
    "compose": options_for("compose"),
    "render": {**ABC, "format": Option("", name="format", choices=FORMATS_HERE, required=True)},
    "render options": options_of(RenderOptions),
    "book": {"title": TITLE},
}
"""What each kind of request may bring; as options of the library are, so are these."""


def read(content: bytes, kind: str, *beside: str) -> dict[str, Any]:
    """The fields of a body in JSON that were given; RequestError for one that may not be, or is missing.

    Fields named `beside` are for the caller to check.
    """
    try:
        given = json.loads(content or b"{}")
    except ValueError:
        raise RequestError("the body is not valid JSON") from None
    if not isinstance(given, dict):
        raise RequestError("the body must be a JSON object")
    return {**checked(given, kind, beside), **{name: given[name] for name in beside if name in given}}


def checked(given: Mapping[str, Any], kind: str, beside: tuple[str, ...] = ()) -> dict[str, Any]:
    """Those of these fields that are not null, each as its option takes it."""
    options, found = BODIES[kind], {}
    for name in given.keys() - options.keys() - set(beside):
        raise RequestError("is no field of this request", field=name)
    for name, option in options.items():
        value = option.meant(given.get(name))
        if value is None and option.required:
            raise RequestError("must be given", field=name)
        if value is None:
            continue
        option.check(value)
        found[name] = value
    return found
