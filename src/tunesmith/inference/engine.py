"""The engine composes many tunes side by side; a caller adds tunes and takes finished ones at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from tunesmith.errors import RequestError
from tunesmith.grammar import state_size
from tunesmith.inference.arrays import (
    ENDED,
    FREE,
    RUNNING,
    STOPPED,
    STUCK,
    TUNE,
    WAITING,
    BatchState,
    Lanes,
    OwnFilters,
)
from tunesmith.inference.job import JobResult, opened
from tunesmith.inference.native import Native
from tunesmith.inference.plan_pool import PlanPool
from tunesmith.model.encoder import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tunesmith.inference.arrays import PackedWeights
    from tunesmith.inference.job import Job
    from tunesmith.inference.own_filter import OwnFilter
    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["Engine", "batch_state"]

BEGINNING = "<bos>"
END = "<eos>"
ENDINGS: dict[int, Literal["ended", "stopped", "stuck"]] = {ENDED: "ended", STOPPED: "stopped", STUCK: "stuck"}

RUN = Native("run_filtered")


class Engine:
    """Compose many tunes at once on one thread; another thread may use its own engine with the same weights.

    `lanes` tunes are stepped side by side; up to `places` may be running, waiting, or done and not yet taken; `longest`
    bounds the characters of a tune and its preface.
    """

    def __init__(
        self, checkpoint: Checkpoint, packed: PackedWeights, *, lanes: int = 32, places: int = 256, longest: int = 4096
    ) -> None:
        self.vocabulary = checkpoint.vocabulary
        self._packed = packed
        self._lanes = Lanes.create(packed, lanes)
        self._pool = PlanPool()
        self._batch = batch_state(self.vocabulary.idx_to_char, self._pool.rows, lanes, places, longest)
        self._step: Callable[[int], int] | None = None
        self._free = list(range(places))[::-1]
        self._begins = [0] * places
        self._own = OwnFilters.create(places, len(self.vocabulary))
        self._asked: dict[int, OwnFilter] = {}

    @property
    def free(self) -> int:
        """How many more tunes may be added now."""
        return len(self._free)

    @property
    def pending(self) -> int:
        """How many tunes are running or waiting."""
        status = self._batch.tunes["status"]
        return int(np.count_nonzero((status == WAITING) | (status == RUNNING)))

    def add(self, job: Job) -> int:
        """Queue a tune for a lane and return its ticket; RequestError if it cannot be begun."""
        batch = self._batch
        begins = 1 + len(job.preface)
        longest = batch.text.shape[1] - begins - 1
        if job.limit > longest:
            raise RequestError(f"must be at most {longest}, not {job.limit}", field="length", limits={"most": longest})
        if not self._free:
            raise RequestError(f"all {len(batch.tunes)} places are taken: wait for a tune to be done")
        state = opened(job)
        place = self._free.pop()
        self._begins[place] = begins
        batch.states[place, : len(state)] = state
        batch.memory.goals[place] = 0
        batch.memory.goals[place, : len(job.goals)] = job.goals
        length = begins + len(job.opening)
        batch.text[place, 0] = self.vocabulary.char_to_idx[BEGINNING]
        batch.text[place, 1:length] = self.vocabulary.encode(job.preface + job.opening)
        plan = -1 if job.plan is None else self._pool.acquire(job.plan)
        if batch.plans is not self._pool.rows:
            self._batch, self._step = batch._replace(plans=self._pool.rows), None
        limit = begins + job.limit + (plan >= 0)  # the end of a tune that keeps to a plan needs a place too
        sampling = (job.sharpness, job.top_k, job.top_p, job.min_p)
        batch.tunes[place] = (WAITING, 0, length, limit, plan, job.seed % 2**64, *sampling)
        if job.own_filter is not None:
            self._ask(job.own_filter, place)
        batch.queue[batch.ends[0] % len(batch.queue)] = place
        batch.ends[0] += 1
        return place

    def _ask(self, own_filter: OwnFilter, place: int) -> None:
        """Let the kernel ask a filter about the tune at a place."""
        self._own.addresses[place], self._own.begins[place] = own_filter.address, self._begins[place]
        self._asked[place] = own_filter

    def run(self, steps: int = 64) -> int:
        """Take up to `steps` steps, without the interpreter's lock, and return how many characters were read.

        What the filter of a tune raises is raised here.
        """
        if self._step is None:
            self._step = RUN.bound(self._packed, self._lanes, self._batch, self._own)
        characters = self._step(steps)
        for own_filter in self._asked.values():
            own_filter.check()
        return characters

    def done(self) -> list[int]:
        """The tickets of the tunes that are done and not yet taken, in no order."""
        return [int(place) for place in np.flatnonzero(self._batch.tunes["status"] >= ENDED)]

    def text(self, ticket: int) -> str:
        """What there is of a tune so far, its opening included."""
        length = int(self._batch.tunes[ticket]["length"])
        ended = self._batch.tunes[ticket]["status"] == ENDED
        return self.vocabulary.decode(self._batch.text[ticket, self._begins[ticket] : length - ended])

    def take(self, ticket: int) -> JobResult:
        """Return a tune and free its place; one that is not done yet is broken off."""
        status = int(self._batch.tunes[ticket]["status"])
        text = self.text(ticket)
        if status == RUNNING:
            lane = int(np.flatnonzero(self._batch.lanes[: self._batch.busy[0]] == ticket)[0])
            self._batch.busy[0] -= 1
            for array in (self._batch.lanes, self._lanes.outputs, self._lanes.cells):
                array[lane] = array[self._batch.busy[0]]
        elif status == WAITING:
            self._forget(ticket)
        if self._batch.tunes[ticket]["plan"] >= 0:
            self._pool.release(int(self._batch.tunes[ticket]["plan"]))
        if self._asked.pop(ticket, None) is not None:
            self._own.addresses[ticket] = 0
        self._batch.tunes[ticket]["status"] = FREE
        self._free.append(ticket)
        return JobResult(text, ENDINGS.get(status, "broken off"))

    def _forget(self, ticket: int) -> None:
        """Close the gap that a tune leaves in the queue."""
        queue, (last, first) = self._batch.queue, self._batch.ends
        waiting = [queue[turn % len(queue)] for turn in range(first, last)]
        waiting.remove(ticket)
        self._batch.ends[0] -= 1
        for turn, place in enumerate(waiting, start=first):
            queue[turn % len(queue)] = place


def batch_state(symbols: Sequence[str], plans: NDArray[np.int64], lanes: int, places: int, longest: int) -> BatchState:
    """So many lanes and places, all free, for tunes of at most `longest` characters with their prefaces."""
    letters = [ord(symbol) if len(symbol) == 1 else -1 for symbol in symbols]
    letters[symbols.index(END)] = 0
    return BatchState(
        tunes=np.zeros(places, TUNE),
        text=np.zeros((places, longest), np.uint8),
        states=np.zeros((places, state_size(longest)), np.int64),
        plans=plans,
        letters=np.array(letters, np.int32),
        queue=np.zeros(places, np.int32),
        ends=np.zeros(2, np.int64),
        lanes=np.zeros(lanes, np.int32),
        busy=np.zeros(1, np.int64),
        memory=Memory.create(longest, places),
        scratch=np.zeros((2, len(letters)), np.int32),
    )
