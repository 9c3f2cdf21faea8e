"""What the store gives and takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

__all__ = ["NewTune", "StaleVersionError", "StoredTune", "TuneVersion", "Tunebook"]


@dataclass(frozen=True, slots=True)
class NewTune:
    """A tune to be stored; `recipe` is all that is needed to make it again."""

    title: str
    abc: str
    key: str
    meter: str
    rhythm: str | None
    recipe: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredTune:
    """A tune as it stands in the store; `created` and `deleted` are UTC with their zone.

    `version` counts from 1, and one more with each change of title or text.
    """

    id: str
    created: datetime
    title: str
    abc: str
    starred: bool
    rhythm: str | None
    key: str
    meter: str
    recipe: dict[str, Any]
    version: int = 1
    deleted: datetime | None = None


@dataclass(frozen=True, slots=True)
class TuneVersion:
    """What a tune was until it was `replaced`, UTC with its zone."""

    tune_id: str
    version: int
    replaced: datetime
    title: str
    abc: str
    rhythm: str | None
    key: str
    meter: str
    recipe: dict[str, Any]


class StaleVersionError(Exception):
    """A change was meant for another version of the tune than the present one."""


@dataclass(frozen=True, slots=True)
class Tunebook:
    """An ordered set of tunes, named by their ids."""

    id: str
    created: datetime
    title: str
    tunes: tuple[str, ...]
