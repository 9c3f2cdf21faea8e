"""What may be asked of a tune before it is composed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from tunesmith.composing.progression import sections_of
from tunesmith.composing.prompt import METERS
from tunesmith.errors import RequestError
from tunesmith.grammar.plans import Ending

__all__ = ["Chords", "Request"]

Chords = Literal["written", "found", "none"]

HOTTEST = 5
"""The highest temperature: beyond it all characters are about as likely."""
SPARE = 4
"""Candidates for an original tune: that all of them are known happens once in a million."""


@dataclass(frozen=True, slots=True)
class Request:
    """A tune as it is wished for; what is None is left to the network. RequestError for a value that cannot be meant.

    `length` is the most characters it may have, `outside` the largest share of notes outside the key signature.
    An `unconstrained` tune is what the network says, right or wrong. The tune is the best of `best_of` candidates. An
    `original` one has no eight bars in a row that stand in a known tune.
    Its `chords` are chord symbols: "written" as by people, "found" as by Tunesmith, or "none"; True asks for the first
    and False for the last. With a `progression` it has just these chords (`tunesmith.composing.progression`).
    Its `ending` is "home" (the last note is the tonic, at rest), "open" (it is another degree) or "any".
    """

    meter: str | None = None
    key: str | None = None
    rhythm: str | None = None
    parts: int | None = None
    bars: int | None = None
    form: str | None = None
    opening: str = ""
    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    length: int = 2000
    unconstrained: bool = False
    instrument: str | None = None
    outside: float | None = None
    best_of: int = 1
    original: bool = False
    ending: Ending = "any"
    chords: Chords | bool | None = None
    progression: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.chords, bool):
            object.__setattr__(self, "chords", "written" if self.chords else "none")
        if self.chords not in (None, *get_args(Chords)):
            raise RequestError(f"--chords is one of {', '.join(get_args(Chords))}, not {self.chords!r}")
        if self.progression:
            self._check_progression()
        if not 0 <= self.temperature <= HOTTEST:
            raise RequestError(f"--temperature must be from 0 to {HOTTEST}, not {self.temperature}")
        if self.top_k < 0:
            raise RequestError(f"--top-k must be at least 0, not {self.top_k}")
        if not 0 < self.top_p <= 1:
            raise RequestError(f"--top-p must be above 0 and at most 1, not {self.top_p}")
        if not 0 <= self.min_p < 1:
            raise RequestError(f"--min-p must be from 0 to below 1, not {self.min_p}")
        if self.ending not in get_args(Ending):
            raise RequestError(f"--ending is one of {', '.join(get_args(Ending))}, not {self.ending!r}")
        if self.rhythm is not None and self.rhythm not in METERS:
            raise RequestError(f"there is no rhythm {self.rhythm!r}: it is one of {', '.join(METERS)}")

    def _check_progression(self) -> None:
        """RequestError for a progression that cannot be read, or that goes with nothing else that is asked for."""
        sections_of(self.progression)
        if self.chords == "none":
            raise RequestError("--progression has chords, but --no-chords asks for none")
        if self.unconstrained:
            raise RequestError("--progression cannot be kept by an unconstrained tune")

    @property
    def candidates(self) -> int:
        """How many tunes are drawn for one: for an original one a few more, should the first be known."""
        return max(self.best_of, SPARE) if self.original else self.best_of
