"""`tunesmith benchmark`: a model on a public benchmark, beside what others reached on it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from tunesmith.benchmarks.abc_genbench import Scores, leaderboard, read_split, score
from tunesmith.composing.composer import Composer
from tunesmith.composing.request import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["benchmark"]

KINDS = {
    "validity_check": "validity",
    "controlled_generation": "constraints",
    "free_continuation": "continuation",
    "middle_infilling": "infilling",
    "error_correction": "correction",
    "style_variation": "variation",
    "next_bar_choice": "next bar",
}
"""The kinds of task in the order of the table, and what it calls them."""


def benchmark(
    name: Literal["abc-genbench"],
    copy: Path,
    /,
    *,
    model: str = DEFAULT_MODEL,
    split: str = "eval",
    seed: int = 0,
    out: Annotated[Path | None, Parameter(name=["--out", "-o"])] = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Let a model do the tasks of a public benchmark, and show its scores beside the published ones.

    Parameters
    ----------
    name
        The benchmark: abc-genbench has tasks of validity, constraints, continuation, infilling and correction.
    copy
        A copy of the benchmark's repository; its own program scores the answers.
    model
        The name of a model that ships with Tunesmith, or a file.
    split
        The tasks: a folder of the benchmark's `fixtures`.
    seed
        The seed of the first task.
    out
        A folder for the answers (`submission.json`) and their scores (`report.json`).
    as_json
        Print the scores as JSON.
    """
    from tunesmith.benchmarks.abc_genbench_answers import answers

    tasks = read_split(copy, split)
    composer = Composer(model)
    with TemporaryDirectory() as scratch:
        given = list(answers(composer, tasks.tasks, seed))
        ours = score(copy, tasks, f"tunesmith {model}", given, out or Path(scratch))
    found = [ours, *leaderboard(copy, tasks)]
    if as_json:
        scores = list(map(asdict, found))
        print(json.dumps({"benchmark": name, "version": tasks.version, "seed": seed, "scores": scores}))
    else:
        show(f"{tasks.benchmark} {tasks.version}, {len(tasks.tasks)} tasks, seed {seed}", found)


def show(title: str, rows: Sequence[Scores]) -> None:
    """Print the scores for people."""
    from rich.console import Console

    Console().print(table(title, rows))


def table(title: str, found: Sequence[Scores]) -> Any:
    """A column for each model, a row for each kind of task and the mean over the benchmark's tracks."""
    from rich.table import Table

    kinds = [*KINDS, *sorted({kind for one in found for kind in one.tasks} - KINDS.keys())]
    shown = Table(title=title, caption="Published scores: leaderboard/results.json of the benchmark.")
    shown.add_column("", no_wrap=True)
    for one in found:
        shown.add_column(f"{one.model}\n({one.kind})", justify="right", overflow="fold")
    for kind in kinds:
        shown.add_row(KINDS.get(kind, kind), *(f"{one.tasks[kind]:.3f}" if kind in one.tasks else "" for one in found))
    shown.add_row("composite", *(f"{one.composite:.3f}" for one in found))
    return shown
