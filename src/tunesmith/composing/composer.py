"""From a request to tunes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING, Any

from tunesmith.analysis.origin import is_known
from tunesmith.composing.jobs import Knowledge, chosen_seed, chosen_text, jobs_for
from tunesmith.composing.recipes import Composition, Recipe, recorded
from tunesmith.composing.request import DEFAULT_MODEL, Request, TaskOptions
from tunesmith.composing.selection import odds_named
from tunesmith.errors import RequestError
from tunesmith.inference.engine import Engine
from tunesmith.inference.own_filter import OwnFilter
from tunesmith.inference.packed_weights import pack
from tunesmith.inference.scoring import score
from tunesmith.machine import usable_cores
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.notation import Tune
from tunesmith.options import options_of
from tunesmith.workers.sharing import shares_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tunesmith.inference.job import Job, JobResult
    from tunesmith.inference.packed_weights import Precision
    from tunesmith.inference.scoring import ScoredText

__all__ = ["AT_ONCE", "Composer", "Composition", "Recipe", "compose"]

AT_ONCE = 10_000
"""Tunes that are composed into memory at most; `composing.bulk` writes more of them into files."""
LANES = 32
"""Tunes side by side on one thread; more of them would not save further reading of weights."""
FEWEST = 4
"""A thread saves time from this many tunes on."""
STEPS = 256
"""Steps after which the composer checks for an interrupt and for tunes that are done."""


class Composer:
    """Composes with one model, given by the name of a shipped one, as a file, or as a checkpoint.

    `threads` None uses a thread for each processor core that there is work for. `known` tells whether a text has eight
    bars of a known tune; by default it asks the index that Tunesmith ships, which a process loads once.
    """

    def __init__(
        self,
        model: str | Path | Checkpoint = DEFAULT_MODEL,
        *,
        precision: Precision = "int8",
        threads: int | None = None,
        known: Callable[[str], bool] = is_known,
    ) -> None:
        self.name = "model" if isinstance(model, Checkpoint) else str(model)
        self.checkpoint = model if isinstance(model, Checkpoint) else Checkpoint.load(model)
        self.threads = threads or usable_cores()
        self.known = known
        self._packed = pack(self.checkpoint, precision)

    @cached_property
    def fingerprint(self) -> str:
        """The checkpoint's fingerprint; computing it takes as long as composing a tune."""
        return self.checkpoint.fingerprint

    @cached_property
    def knowledge(self) -> Knowledge:
        """What the network knows of what may be asked."""
        checkpoint = self.checkpoint
        characters = checkpoint.vocabulary.char_to_idx.keys()
        return Knowledge(characters, checkpoint.control_lines, goals="goals" in checkpoint.config.features)

    @property
    def odds(self) -> str:
        """The name of the odds by which this network's candidates are chosen."""
        return odds_named(self.fingerprint, goals=self.knowledge.goals)

    def compose(
        self,
        request: Request | None = None,
        *,
        seed: int | None = None,
        count: int = 1,
        own_filter: Any = None,
    ) -> list[Composition]:
        """Compose `count` tunes; the n-th has the seed `seed` + n, and is what composing it alone would give.

        `own_filter` rules characters out before one is sampled, as `inference.own_filter` says; no recipe knows of it.
        RequestError if the request contradicts itself or cannot be met.
        """
        options_of(TaskOptions)["count"].check(count)
        if count > AT_ONCE:
            raise RequestError(f"must be at most {AT_ONCE}, not {count}", field="count", limits={"most": AT_ONCE})
        asked = request or Request()
        first = chosen_seed(seed)
        seeds = range(first, first + count)
        jobs = [job for one in seeds for job in self.jobs(asked, one)]
        many = asked.candidates
        if own_filter is None:
            results = shares_of(self.run(jobs), many)
        else:
            filtered = OwnFilter(own_filter, self.checkpoint.vocabulary.decode)
            results = shares_of(self.run([replace(job, own_filter=filtered) for job in jobs]), many)
            results = [gone_on(of_tune) for of_tune in results]
        return [self.composition(asked, one, of_tune) for one, of_tune in zip(seeds, results, strict=True)]

    def jobs(self, request: Request, seed: int) -> list[Job]:
        """The jobs for the engine: one, or one for each candidate where the best of many is wanted.

        RequestError if no tune can be as asked.
        """
        return jobs_for(request, seed, self.knowledge)

    def composition(self, request: Request, seed: int, results: Sequence[JobResult]) -> Composition:
        """Choose among the results of the jobs for this request and seed, as `composing.selection` does.

        RequestError if it is to be original, or of a difficulty, and none of them is.
        """
        return self.recorded(request, seed, chosen_text(request, seed, results, self.known, self.odds))

    def recorded(self, request: Request, seed: int, text: str) -> Composition:
        """A tune with the recipe that composes it again."""
        return recorded(self.name, self.fingerprint, request, seed, text)

    def score(self, texts: Sequence[str]) -> list[ScoredText]:
        """What each character of these texts costs the network, as it composes."""
        return score(self.checkpoint, texts, packed=self._packed)

    def engine(self, *, lanes: int = LANES, places: int = 256, longest: int = 4096) -> Engine:
        """An engine of its own for a thread that composes for many at once, none longer than `longest`."""
        return Engine(self.checkpoint, self._packed, lanes=lanes, places=places, longest=longest)

    def run(self, jobs: Sequence[Job]) -> list[JobResult]:
        """Compose a tune for each job; threads share the jobs, each with a batch of its own."""
        threads = max(1, min(self.threads, len(jobs) // FEWEST))
        shares = [jobs[start::threads] for start in range(threads)]
        stop = Event()
        with ThreadPoolExecutor(threads, "composing") as pool:
            work = [pool.submit(self._run_batch, share, stop) for share in shares]
            try:
                results = [one.result() for one in work]
            finally:
                stop.set()
        return [results[place % threads][place // threads] for place in range(len(jobs))]

    def _run_batch(self, jobs: Sequence[Job], stop: Event) -> list[JobResult]:
        """Compose in one batch, until all are done or `stop` is set."""
        longest = max(len(one.preface) + one.limit for one in jobs) + 2
        engine = self.engine(lanes=min(LANES, len(jobs)), places=min(2 * LANES, len(jobs)), longest=longest)
        waiting = list(enumerate(jobs))[::-1]
        tickets: dict[int, int] = {}
        results: dict[int, JobResult] = {}
        while (waiting or tickets) and not stop.is_set():
            while waiting and engine.free:
                place, one = waiting.pop()
                tickets[engine.add(one)] = place
            engine.run(STEPS)
            for ticket in engine.done():
                results[tickets.pop(ticket)] = engine.take(ticket)
        return [results[place] for place in range(len(results))]


def gone_on(results: Sequence[JobResult]) -> Sequence[JobResult]:
    """The candidates that a filter left a character each time; RequestError if there is none."""
    left = [one for one in results if one.ending != "stuck"]
    if not left:
        raise RequestError(f"leaves no character after {results[0].text[-40:]!r}", field="own_filter")
    return left


def compose(
    *,
    model: str | Path = DEFAULT_MODEL,
    seed: int | None = None,
    count: int = 1,
    known: Callable[[str], bool] = is_known,
    own_filter: Any = None,
    **options: Any,
) -> list[Tune]:
    """Compose `count` tunes; `options` are the fields of a Request, `known` and `own_filter` are those of a Composer.

    RequestError if they cannot be met, CheckpointError if there is no such model.
    """
    composer = Composer(model, known=known)
    found = composer.compose(Request(**options), seed=seed, count=count, own_filter=own_filter)
    return [one.tune for one in found]
