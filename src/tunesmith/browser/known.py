"""The index of known tunes in a browser: JavaScript holds it and looks fingerprints up (`worker/known.js`)."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from tunesmith.analysis.known_tunes import Chance, KnownTune, Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["BrowserIndex", "Lookup", "UnreachedError"]

COLUMNS = len(Match._fields)


class UnreachedError(Exception):
    """Something has to be fetched that is not kept here, and there is no network."""


class Lookup(Protocol):
    """An index that is fetched when it is first asked for; JSON goes in and comes out."""

    async def opened(self) -> bool:
        """Have the index at hand; tells whether it is."""

    def facts(self) -> str:
        """How many known `tunes` there are, and what unrelated ones share by `chance`."""

    def find(self, hashes: str) -> str:
        """The matches of some hashes, all their numbers one behind another."""

    def tune(self, number: int) -> str:
        """Title, source, link and family of a known tune."""


class BrowserIndex:
    """Known tunes that a page compares with, as `analysis.known_tunes` describes them."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    async def open(self) -> BrowserIndex:
        """Have it at hand; UnreachedError if it cannot be fetched."""
        if not await self._lookup.opened():
            raise UnreachedError("the index of known tunes is not here yet; ask once more with a network")
        return self

    @cached_property
    def _facts(self) -> dict[str, Any]:
        return json.loads(self._lookup.facts())  # type: ignore[no-any-return]

    @property
    def chance(self) -> Chance:
        """What unrelated tunes share."""
        return Chance(**self._facts["chance"])

    def __len__(self) -> int:
        """How many known tunes there are."""
        return int(self._facts["tunes"])

    def find(self, hashes: Sequence[int]) -> Iterable[Match]:
        """Every place where one of `hashes` stands; `hashes[i]` belongs to note i of a melody."""
        numbers = iter(json.loads(self._lookup.find(json.dumps(hashes))))
        return map(Match._make, zip(*[numbers] * COLUMNS, strict=True))

    def tune(self, number: int) -> KnownTune:
        """One of the known tunes."""
        title, source, link, _ = json.loads(self._lookup.tune(number))
        return KnownTune(title, source, link)

    def family(self, number: int) -> int:
        """The number of its family."""
        return int(json.loads(self._lookup.tune(number))[3])
