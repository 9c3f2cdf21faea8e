"""What the worker asks of Python: what to compose for the options of a page, and which candidate is the tune.

It runs in the browser, under Pyodide, where numpy, numba and the network are not: JavaScript steps the network. Texts
in JSON come in and go out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tunesmith.composing.jobs import Knowledge, chosen_seed, chosen_text, jobs_for
from tunesmith.composing.request import Request, TaskOptions
from tunesmith.composing.selection import odds_named
from tunesmith.errors import RequestError
from tunesmith.inference.job import Job, JobResult, opened
from tunesmith.options import options_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["LONGEST", "chosen", "knowledge_of", "odds_of", "prepared", "request_of", "work_of"]

LONGEST = 3000
"""The most characters of a tune, as a studio has it by default; the engine has room for as many and control lines."""


def prepared(options: Mapping[str, Any], knowledge: str) -> str:
    """What to compose for these options, as `{seed, plans, entries}`; RequestError if no tune can be as asked.

    `knowledge` describes the network as `tunesmith.browser.model` does.
    """
    seed = chosen_seed(options.get("seed"))
    work = work_of(jobs_for(request_of(options), seed, knowledge_of(json.loads(knowledge))))
    return json.dumps({"seed": str(seed), **work})


def knowledge_of(description: Mapping[str, Any]) -> Knowledge:
    """What a network knows, out of its description."""
    return Knowledge(set(description["characters"]), description["control_lines"], description["goals"])


def odds_of(description: Mapping[str, Any]) -> str:
    """The name of the odds by which the candidates of a network are chosen, out of its description."""
    return odds_named(description["fingerprint"], goals=description["goals"])


def chosen(options: Mapping[str, Any], seed: str, results: str, knowledge: str, known: Callable[[str], bool]) -> str:
    """The tune among the results of the entries; `known` tells whether a text copies a known tune."""
    odds = odds_of(json.loads(knowledge))
    found = [JobResult(**result) for result in json.loads(results)]
    return chosen_text(request_of(options), int(seed), found, known, odds)


def request_of(options: Mapping[str, Any], operation: str = "compose") -> Request:
    """The request in the options of a page; those that are None or missing are as usual."""
    known = options_of(Request, operation)
    usual = {name: option.default for name, option in known.items()}
    asked = {name: value for name, value in options.items() if value is not None}
    for name in asked.keys() - known.keys() - options_of(TaskOptions, operation).keys():
        raise RequestError("is no option of this", field=name)
    request = Request(**usual | {name: asked[name] for name in known.keys() & asked.keys()})
    if request.length > LONGEST:
        problem = f"must be at most {LONGEST} here, not {request.length}"
        raise RequestError(problem, field="length", limits={"least": 1, "most": LONGEST})
    if len(request.opening) > LONGEST:
        raise RequestError(f"must have at most {LONGEST} characters here", field="opening", limits={"longest": LONGEST})
    return request


def work_of(jobs: Sequence[Job]) -> dict[str, Any]:
    """Jobs as the worker's engine (`worker/engine.js`) takes them: their plans, each once, and an entry for each."""
    plans = {id(job.plan): job.plan for job in jobs if job.plan is not None}
    rows = {key: row for row, key in enumerate(plans)}
    return {
        "plans": list(plans.values()),
        "entries": [_entry(job, -1 if job.plan is None else rows[id(job.plan)]) for job in jobs],
    }


def _entry(job: Job, plan: int) -> dict[str, Any]:
    state = list(opened(job))
    while state and not state[-1]:
        state.pop()
    before = len(job.preface)
    return {
        "text": job.preface + job.opening,
        "before": before,
        "state": state,
        "goals": list(job.goals),
        "seed": str(job.seed % 2**64),
        "numbers": {
            "plan": plan,
            "limit": 1 + before + job.limit + (job.plan is not None),  # as for `tunesmith.inference.engine`
            "sharpness": job.sharpness,
            "top_k": job.top_k,
            "top_p": job.top_p,
            "min_p": job.min_p,
        },
    }
