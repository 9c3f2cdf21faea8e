"""What may be asked for when a tune is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from tunesmith.music.instruments import fingerings, names_of, playable, tunings
from tunesmith.music.ornamenting import STYLES
from tunesmith.options import Option, TableChoices
from tunesmith.rendering.fingerings import NAMES
from tunesmith.rendering.player import Playing
from tunesmith.rendering.tags import Tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.notation import Tune

__all__ = ["Paper", "RenderOptions", "tablatures"]

Paper: TypeAlias = Literal["a4", "letter"]


def tablatures() -> list[str]:
    """What may stand below the staves: tablature for strings, fingerings for holes and buttons, or the notes' names."""
    return [*tunings(), *fingerings(), NAMES]


def _playing() -> list[str]:
    return names_of(playable())


def _ornamenting() -> list[str]:
    return list(STYLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions(Playing):
    """How tunes are rendered: how they are played, and how scores look; each format takes what concerns it.

    RequestError for a value that makes no sense. `tags` are what the file says of itself (by default the title, and
    the composer named in the tune).
    """

    paper: Annotated[Paper, Option("The paper of a PDF.")] = "a4"
    tablature: Annotated[
        str | None, Option("Tablature, fingering or note names below the staves.", choices=TableChoices(tablatures))
    ] = None
    opening_line: Annotated[bool, Option("Show only the first four bars of the score.")] = False
    add_chords: Annotated[bool, Option("Write chord symbols above tunes that have none.")] = False
    add_second_voice: Annotated[
        str | None,
        Option("Write a second voice below the melody, for this instrument.", choices=TableChoices(playable, _playing)),
    ] = None
    add_ornaments: Annotated[
        str | None,
        Option("Write ornaments as players of this instrument have them.", choices=TableChoices(_ornamenting)),
    ] = None
    tags: Tags | None = None

    def tags_of(self, tunes: Sequence[Tune]) -> Tags:
        """The tags given, or what the only tune says of itself; several tunes are a book."""
        if self.tags:
            return self.tags
        if len(tunes) > 1:
            return Tags(title="Tunes", composer="")
        return Tags(title=tunes[0].title or "Untitled", composer=tunes[0].value("C") or "")
