"""Facts of a tune for a page beyond its text: computed where that costs least, cached within bounds."""

from __future__ import annotations

import json
from collections import OrderedDict

from starlette.concurrency import run_in_threadpool

from tunesmith.studio.api.answers import tune_answer
from tunesmith.studio.api.schemas import Tune
from tunesmith.studio.pieces import Pieces
from tunesmith.studio.store import StoredTune
from tunesmith.studio.tasks.reading import facts_of

__all__ = ["Facts"]

MOST_BYTES = 8 * 2**20
AT_HAND = 4_000
"""Characters up to which a text is read in this process, in some milliseconds: every composed tune is shorter."""


class Facts:
    """A cache of facts as JSON, by text; those asked for longest ago go first."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    @property
    def held_bytes(self) -> int:
        """What the texts and their facts take, MOST_BYTES at most."""
        return self._bytes

    async def answer(self, stored: StoredTune) -> Tune:
        """A stored tune with its form, its length and its validity report."""
        return tune_answer(stored, json.loads(await self.work_out(stored.abc)))

    async def work_out(self, abc: str) -> bytes:
        """The facts of a text as JSON, so that they are at hand; AbcError or RequestError if that cannot be done."""
        facts = self._recall(abc)
        if facts is None:
            if len(abc) <= AT_HAND:
                facts = await run_in_threadpool(facts_of, abc)
            else:
                facts = await self._pieces.run(facts_of, abc)
            self._keep(abc, facts)
        return facts

    def answer_at_once(self, stored: StoredTune) -> Tune:
        """The same of a tune that was just composed: it is short, and its text is known from making it."""
        facts = facts_of(stored.abc)
        self._keep(stored.abc, facts)
        return tune_answer(stored, json.loads(facts))

    def _recall(self, abc: str) -> bytes | None:
        if abc in self._kept:
            self._kept.move_to_end(abc)
        return self._kept.get(abc)

    def _keep(self, abc: str, facts: bytes) -> None:
        if abc not in self._kept:
            self._bytes += len(abc) + len(facts)
        self._kept[abc] = facts
        while self._bytes > MOST_BYTES:
            text, oldest = self._kept.popitem(last=False)
            self._bytes -= len(text) + len(oldest)
