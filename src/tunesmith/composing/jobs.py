"""From a request and its seed to jobs for an engine, and from their results to the tune.

Nothing here needs numpy or the network itself, so that a browser can do it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tunesmith.composing.plan import prepare, sampled_plan
from tunesmith.composing.progression import names_in
from tunesmith.composing.prompt import prompt, shown
from tunesmith.composing.request import TaskOptions
from tunesmith.composing.selection import candidate_seeds, is_as_hard, sampled_order
from tunesmith.corpus.controls import lines_asked_for
from tunesmith.errors import RequestError
from tunesmith.inference.job import Job
from tunesmith.options import options_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from tunesmith.composing.plan import PreparedPlan
    from tunesmith.composing.request import Request
    from tunesmith.inference.job import JobResult

__all__ = ["Knowledge", "chosen_seed", "chosen_text", "job_for", "jobs_for", "random_seed"]

SEEDS = 2**53
"""Random seeds are below this, so that every program that reads JSON keeps them exact."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a network knows: its characters, the names of its control lines, and whether it is told goals."""

    characters: Collection[str]
    control_lines: Collection[str]
    goals: bool


def jobs_for(request: Request, seed: int, knowledge: Knowledge) -> list[Job]:
    """The jobs for a tune: one, or one for each candidate where the best of many is wanted.

    RequestError if no tune can be as asked.
    """
    symbols = "".join(names_in(request.progression))
    lost = dict.fromkeys(character for character in symbols if character not in knowledge.characters)
    if lost:
        problem = f"has {', '.join(map(repr, lost))}, for which the model has no character"
        raise RequestError(problem, field="progression")
    seeds = candidate_seeds(seed, request.candidates)
    known = knowledge.control_lines
    return [job_for(request, one, told=knowledge.goals, control_lines=known) for one in seeds]


def chosen_text(
    request: Request, seed: int, results: Sequence[JobResult], known: Callable[[str], bool], odds: str
) -> str:
    """Choose among the results of the jobs for this request and seed, as `composing.selection` does.

    `odds` is the name of those that hold for the network. RequestError if it is to be original and all of them are
    `known`, or of a difficulty that none of them has.
    """
    order: Sequence[int] = range(len(results))
    if request.best_of > 1:
        order = sampled_order(results, seed, odds)
    for place in order:
        text = shown(results[place].text)
        if not (request.original and known(text)) and is_as_hard(text, request):
            return text
    if request.difficulty:
        grade = request.difficulty
        problem = f"must be another, or less must be asked for: none of {len(results)} candidates is {grade}"
        raise RequestError(problem, field="difficulty")
    problem = f"has no result: each of {len(results)} candidates has eight bars of a known tune; try another seed"
    raise RequestError(problem, field="original")


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
    control_lines: Collection[str] = (),
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
