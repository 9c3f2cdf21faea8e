"""What the store gives and takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

__all__ = ["NewTune", "StoredTune", "Tunebook"]


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
    """A tune as it stands in the store; `created` is UTC with its zone."""

    id: str
    created: datetime
    title: str
    abc: str
    starred: bool
    rhythm: str | None
    key: str
    meter: str
    recipe: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tunebook:
    """An ordered set of tunes, named by their ids."""

    id: str
    created: datetime
    title: str
    tunes: tuple[str, ...]
