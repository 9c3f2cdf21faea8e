"""The engine: tunes come in at any time, are composed side by side, and are taken out when they are done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tunesmith.composing.arrays import ENDED, FREE, RUNNING, STOPPED, STUCK, TUNE, WAITING, Desk, Lanes
from tunesmith.composing.native import Native
from tunesmith.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing.arrays import Panels
    from tunesmith.network.checkpoint import Checkpoint

__all__ = ["Drawn", "Engine", "Order"]

BEGINNING = "<bos>"
END = "<eos>"
ENDINGS: dict[int, Literal["ended", "stopped", "stuck"]] = {ENDED: "ended", STOPPED: "stopped", STUCK: "stuck"}
SHARPEST = 1e6
"""What one over the temperature is at temperature 0: no second character is drawn that is less likely at all."""


RUN = Native("run")


@dataclass(frozen=True, slots=True)
class Order:
    """One tune to be composed: the text it starts with, the numbers it is drawn by, and how boldly.

    `seed` is taken modulo 2**64. `limit` counts the characters after `opening`. An empty `plan` constrains nothing.
    """

    opening: str = ""
    seed: int = 0
    limit: int = 2000
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text that was composed, its opening included, and how it came to its end."""

    text: str
    ending: Literal["ended", "stopped", "stuck", "broken off"]


class Engine:
    """Compose many tunes at once on one thread; another thread may use its own engine with the same panels.

    `lanes` tunes are stepped side by side; up to `places` may be running, waiting, or done and not yet taken.
    """

    def __init__(
        self, checkpoint: Checkpoint, panels: Panels, *, lanes: int = 32, places: int = 256, longest: int = 4096
    ) -> None:
        self.vocabulary = checkpoint.vocabulary
        self._panels = panels
        self._lanes = Lanes.create(panels, lanes)
        self._desk = _desk(self.vocabulary.idx_to_char, lanes, places, longest)
        self._free = list(range(places))[::-1]

    @property
    def free(self) -> int:
        """How many more tunes may be added now."""
        return len(self._free)

    @property
    def pending(self) -> int:
        """How many tunes are running or waiting."""
        status = self._desk.tunes["status"]
        return int(np.count_nonzero((status == WAITING) | (status == RUNNING)))

    def add(self, order: Order) -> int:
        """Let a tune wait for a lane and return its ticket; RequestError if no place is free or it is too long."""
        desk = self._desk
        opening = self.vocabulary.encode(order.opening)
        length = 1 + len(opening)
        if length + order.limit > desk.text.shape[1]:
            raise RequestError(f"the tune may have {desk.text.shape[1] - length} characters, not {order.limit}")
        if not self._free:
            raise RequestError(f"all {len(desk.tunes)} places are taken: wait for a tune to be done")
        place = self._free.pop()
        desk.text[place, 0] = self.vocabulary.char_to_idx[BEGINNING]
        desk.text[place, 1:length] = opening
        sharpness = 1 / order.temperature if order.temperature else SHARPEST
        desk.tunes[place] = (
            WAITING, 0, length, length + order.limit, order.seed % 2**64,
            min(sharpness, SHARPEST), order.top_k, order.top_p, order.min_p,
        )  # fmt: skip
        desk.queue[desk.ends[0] % len(desk.queue)] = place
        desk.ends[0] += 1
        return place

    def run(self, steps: int = 64) -> int:
        """Take up to `steps` steps, without the interpreter's lock, and return how many characters were read."""
        return RUN(self._panels, self._lanes, self._desk, steps)

    def done(self) -> list[int]:
        """The tickets of the tunes that are done and not yet taken, in no order."""
        return [int(place) for place in np.flatnonzero(self._desk.tunes["status"] >= ENDED)]

    def text(self, ticket: int) -> str:
        """What there is of a tune so far, its opening included, without the symbols that begin and end it."""
        length = int(self._desk.tunes[ticket]["length"])
        ended = self._desk.tunes[ticket]["status"] == ENDED
        return self.vocabulary.decode(self._desk.text[ticket, 1 : length - ended])

    def take(self, ticket: int) -> Drawn:
        """Hand out a tune and free its place; one that is not done yet is broken off."""
        status = int(self._desk.tunes[ticket]["status"])
        text = self.text(ticket)
        if status == RUNNING:
            lane = int(np.flatnonzero(self._desk.lanes[: self._desk.busy[0]] == ticket)[0])
            self._desk.busy[0] -= 1
            for array in (self._desk.lanes, self._lanes.outputs, self._lanes.cells):
                array[lane] = array[self._desk.busy[0]]
        elif status == WAITING:
            self._forget(ticket)
        self._desk.tunes[ticket]["status"] = FREE
        self._free.append(ticket)
        return Drawn(text, ENDINGS.get(status, "broken off"))

    def _forget(self, ticket: int) -> None:
        """Close the gap that a tune leaves in the queue."""
        queue, (last, first) = self._desk.queue, self._desk.ends
        waiting = [queue[turn % len(queue)] for turn in range(first, last)]
        waiting.remove(ticket)
        self._desk.ends[0] -= 1
        for turn, place in enumerate(waiting, start=first):
            queue[turn % len(queue)] = place


def _desk(symbols: Sequence[str], lanes: int, places: int, longest: int) -> Desk:
    letters = [ord(symbol) if len(symbol) == 1 else -1 for symbol in symbols]
    letters[symbols.index(END)] = 0
    return Desk(
        tunes=np.zeros(places, TUNE),
        text=np.zeros((places, longest), np.uint8),
        states=np.zeros((places, 1), np.int64),
        plans=np.zeros((places, 0), np.int64),
        letters=np.array(letters, np.int32),
        queue=np.zeros(places, np.int32),
        ends=np.zeros(2, np.int64),
        lanes=np.zeros(lanes, np.int32),
        busy=np.zeros(1, np.int64),
        characters=np.zeros(max(lanes, 4), np.uint8),
        scratch=np.zeros((2, len(letters)), np.int32),
    )
