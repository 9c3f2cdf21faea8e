"""From a request to tunes."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING, Any

from tunesmith.analysis.origin import is_known
from tunesmith.composing.plan import prepare, sampled_plan
from tunesmith.composing.progression import names_in
from tunesmith.composing.prompt import prompt, shown
from tunesmith.composing.request import Request, TaskOptions
from tunesmith.composing.selection import candidate_seeds, is_as_hard, sampled_order
from tunesmith.corpus.controls import lines_asked_for
from tunesmith.errors import RequestError
from tunesmith.inference.engine import Engine, Job
from tunesmith.inference.packed_weights import pack
from tunesmith.inference.scoring import score
from tunesmith.machine import usable_cores
from tunesmith.model.checkpoint import FIRST_CONTROL_LINES, Checkpoint
from tunesmith.notation import Tune
from tunesmith.options import options_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from tunesmith.composing.plan import PreparedPlan
    from tunesmith.inference.engine import JobResult
    from tunesmith.inference.packed_weights import Precision
    from tunesmith.inference.scoring import ScoredText

__all__ = ["Composer", "Composition", "Recipe", "chosen_seed", "compose", "job_for", "random_seed"]

LANES = 32
"""Tunes side by side on one thread; more of them would not save further reading of weights."""
FEWEST = 4
"""A thread saves time from this many tunes on."""
SEEDS = 2**53
"""Random seeds are below this, so that every program that reads JSON keeps them exact."""
STEPS = 256
"""Steps after which the composer checks for an interrupt and for tunes that are done."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that is needed to compose a tune again, to the character: the model, the request and the seed."""

    model: str
    fingerprint: str
    seed: int
    options: dict[str, Any]


@dataclass(frozen=True)
class Composition:
    """A composed tune: its ABC text, the seed that it can be composed again with, and the whole recipe."""

    text: str
    seed: int
    recipe: Recipe

    @cached_property
    def tune(self) -> Tune:
        """The text as a tune; AbcError if it holds no music, which only an unconstrained one can."""
        return Tune.parse(self.text)


class Composer:
    """Composes with one model, given by the name of a shipped one, a file, or as it is.

    `threads` None uses a thread for each processor core that there is work for. `known` tells whether a text has eight
    bars of a known tune; by default it asks the index that Tunesmith ships, which a process loads once.
    """

    def __init__(
        self,
        model: str | Path | Checkpoint = "small",
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

    def compose(self, request: Request | None = None, *, seed: int | None = None, count: int = 1) -> list[Composition]:
        """Compose `count` tunes; the n-th has the seed `seed` + n, and is what composing it alone would give.

        RequestError if the request contradicts itself or cannot be met.
        """
        options_of(TaskOptions)["count"].check(count)
        asked = request or Request()
        first = chosen_seed(seed)
        seeds = range(first, first + count)
        results = self.run([job for one in seeds for job in self.jobs(asked, one)])
        many = asked.candidates
        return [
            self.composition(asked, one, results[place * many : (place + 1) * many]) for place, one in enumerate(seeds)
        ]

    def jobs(self, request: Request, seed: int) -> list[Job]:
        """The jobs for the engine: one, or one for each candidate where the best of many is wanted.

        RequestError if no tune can be as asked.
        """
        lost = self.checkpoint.vocabulary.unknown("".join(names_in(request.progression)))
        if lost:
            problem = f"has {', '.join(map(repr, lost))}, for which the model has no character"
            raise RequestError(problem, field="progression")
        config, known = self.checkpoint.config, self.checkpoint.control_lines
        seeds = candidate_seeds(seed, request.candidates)
        return [job_for(request, one, told="goals" in config.features, control_lines=known) for one in seeds]

    def composition(self, request: Request, seed: int, results: Sequence[JobResult]) -> Composition:
        """Choose among the results of the jobs for this request and seed, as `composing.selection` does.

        RequestError if it is to be original, or of a difficulty, and none of them is.
        """
        order: Sequence[int] = range(len(results))
        if request.best_of > 1:
            order = sampled_order(results, seed)
        for place in order:
            text = shown(results[place].text)
            if not (request.original and self.known(text)) and is_as_hard(text, request):
                return self.recorded(request, seed, text)
        if request.difficulty:
            problem = (
                f"must be another, or less must be asked for: none of {len(results)} candidates is {request.difficulty}"
            )
            raise RequestError(problem, field="difficulty")
        problem = f"has no result: each of {len(results)} candidates has eight bars of a known tune; try another seed"
        raise RequestError(problem, field="original")

    def recorded(self, request: Request, seed: int, text: str) -> Composition:
        """A tune with the recipe that composes it again; the ending is always in it, because its default differs
        between the library and the command line."""
        options = {
            field.name: getattr(request, field.name)
            for field in fields(request)
            if field.name == "ending" or getattr(request, field.name) != field.default
        }
        return Composition(text, seed, Recipe(self.name, self.fingerprint, seed, options))

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


def chosen_seed(seed: int | None) -> int:
    """This seed, or a random one; RequestError if it cannot be a seed."""
    options_of(TaskOptions)["seed"].check(seed)
    return random_seed() if seed is None else seed


def random_seed() -> int:
    """A random seed."""
    return secrets.randbelow(SEEDS)


def job_for(
    request: Request,
    seed: int,
    prepared: PreparedPlan | None = None,
    *,
    told: bool = False,
    control_lines: Collection[str] = FIRST_CONTROL_LINES,
) -> Job:
    """The job for one request with one seed; `prepared` is how the tune begins, where that is settled already.

    A network with goals (`told`) gets a plan that leaves nothing of the form open. It knows these `control_lines`.
    RequestError if no tune can be as asked.
    """
    if prepared is None and not request.unconstrained:
        prepared = sampled_plan(request, seed) if told else prepare(request, seed)
    return Job(
        preface=lines_asked_for(request, control_lines),
        opening=prompt(request) if prepared is None else prepared.opening,
        seed=seed,
        limit=request.length,
        temperature=request.temperature,
        top_k=request.top_k,
        top_p=request.top_p,
        min_p=request.min_p,
        plan=None if prepared is None else prepared.plan,
        goals=() if prepared is None else prepared.goals,
    )


def compose(
    *,
    model: str | Path = "small",
    seed: int | None = None,
    count: int = 1,
    known: Callable[[str], bool] = is_known,
    **options: Any,
) -> list[Tune]:
    """Compose `count` tunes; `options` are the fields of a Request, `known` is that of a Composer.

    RequestError if they cannot be met, CheckpointError if there is no such model.
    """
    return [one.tune for one in Composer(model, known=known).compose(Request(**options), seed=seed, count=count)]
