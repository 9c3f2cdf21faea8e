"""Tunes seen and heard: scores, MIDI, sound and film, without a network, a browser or another program."""

from __future__ import annotations

from typing import Any

from tunesmith.analysis.harmony import add_chords
from tunesmith.analysis.ornaments import suggested_ornaments, with_ornaments
from tunesmith.analysis.second_voice import with_second_voice
from tunesmith.errors import MissingExtraError, RequestError
from tunesmith.notation import Tune, split_tunebook
from tunesmith.rendering.formats import FORMATS, Format
from tunesmith.rendering.options import Paper, RenderOptions
from tunesmith.rendering.tags import Tags

__all__ = ["FORMATS", "Format", "Paper", "RenderOptions", "Tags", "render"]


def render(tunes: Tune | str | list[Tune], to: str, **options: Any) -> bytes:
    """One tune, or ABC text, as the bytes of a file in the format `to`, such as `"svg"` or `"wav"`.

    `options` are the fields of `RenderOptions`. Several tunes make one file only where the format is a book (`pdf`,
    `abc`). RequestError for a format or option that there is not, AbcError and RenderError for a tune that cannot be
    rendered.
    """
    asked = RenderOptions(**options)
    if to not in FORMATS:
        problem = f"must be one of {', '.join(FORMATS)}, not {to!r}"
        raise RequestError(problem, field="to", limits={"choices": list(FORMATS)})
    if isinstance(tunes, str):
        tunes = [Tune.parse(text) for text in split_tunebook(tunes) or [tunes]]
    elif isinstance(tunes, Tune):
        tunes = [tunes]
    if len(tunes) != 1 and not (tunes and FORMATS[to].book):
        raise RequestError(f"must be a format for several tunes, and {to} holds one, not {len(tunes)}", field="to")
    tunes = [with_additions(tune, asked) for tune in tunes]
    try:
        return FORMATS[to].make(tunes, asked)
    except ModuleNotFoundError as error:
        raise MissingExtraError(FORMATS[to].extra, f"rendering {to}") from error


def with_additions(tune: Tune, asked: RenderOptions) -> Tune:
    """The tune with what is to be written into it; the second voice has no ornaments."""
    if asked.add_chords:
        tune = Tune.parse(add_chords(tune))
    if asked.add_second_voice:
        tune = Tune.parse(with_second_voice(tune, asked.add_second_voice)).led_by(tune.melody.name)
    if asked.add_ornaments:
        ornaments = suggested_ornaments(tune, asked.add_ornaments)
        tune = Tune.parse(with_ornaments(tune, ornaments)).led_by(tune.lead)
    return tune
