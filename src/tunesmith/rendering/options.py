"""What may be asked for when a tune is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from tunesmith.errors import RequestError
from tunesmith.music.instruments import tunings
from tunesmith.rendering.player import Playing
from tunesmith.rendering.tags import Tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.notation import Tune

__all__ = ["HOLES", "Paper", "RenderOptions", "tablatures"]

Paper: TypeAlias = Literal["a4", "letter"]
HOLES: Final = "whistle"
"""The tablature of a tin whistle, which has holes instead of strings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """How tunes are rendered; each format takes what concerns it.

    Scores: `paper` of a PDF, a `tablature` below the staves, the `opening_line` alone. What sounds: the `instrument` of
    the melody, `accompaniment` (an instrument or "none"; by rhythm where None), `swing` from 0 to 1 and `tempo`
    in beats a minute, both by rhythm where None. All: `add_chords` writes chord symbols above a melody without, and
    `tags` are what the file says of itself (by default the title, and the composer named in the tune).
    """

    paper: Paper = "a4"
    tablature: str | None = None
    opening_line: bool = False
    add_chords: bool = False
    instrument: str = "fiddle"
    accompaniment: str | None = None
    swing: float | None = None
    tempo: float | None = None
    tags: Tags | None = None

    def __post_init__(self) -> None:
        check("paper", self.paper, get_args(Paper))
        check("tablature", self.tablature, (None, *tablatures()))

    @property
    def playing(self) -> Playing:
        """What of this concerns the player."""
        return Playing(self.instrument, self.accompaniment, self.swing, self.tempo)

    def tags_of(self, tunes: Sequence[Tune]) -> Tags:
        """The tags given, or what the only tune says of itself; several tunes are a book."""
        if self.tags:
            return self.tags
        if len(tunes) > 1:
            return Tags(title="Tunes", composer="")
        return Tags(title=tunes[0].title or "Untitled", composer=tunes[0].value("C") or "")


def tablatures() -> list[str]:
    """What may stand below the staves: the tunings of instruments with strings, and the holes of a whistle."""
    return [*tunings(), HOLES]


def check(option: str, value: object, accepted: tuple[object, ...]) -> None:
    """Refuse a value that is not among those accepted."""
    if value not in accepted:
        names = ", ".join(str(name) for name in accepted if name is not None)
        raise RequestError(f"{option} {value!r} is not known: choose from {names}")
