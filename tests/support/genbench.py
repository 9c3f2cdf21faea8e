"""A benchmark of the shape of ABC-GenBench, with tasks and a scoring program of our own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CHOICE", "CONSTRAINED", "CONTINUED", "CORRECTED", "DESCRIBED", "INFILLED", "TASKS", "VARIED", "copy_in"]

HEAD = "X:1\nT:Try\nM:6/8\nL:1/8\nR:jig\nK:Ddor\n"
DESCRIBED: dict[str, Any] = {
    "id": "d",
    "task_type": "validity_check",
    "prompt": "Generate a valid 4-bar air in A minor.",
}
CONSTRAINED: dict[str, Any] = {
    "id": "c",
    "task_type": "controlled_generation",
    "prompt": "Generate an 8-bar jig in D dorian.",
    "constraints": {
        "meter": "6/8", "key": "Ddor", "tune_type": "jig", "sections": 2, "bars": 8, "min_pitch": 69, "max_pitch": 86,
    },
}  # fmt: skip
CONTINUED: dict[str, Any] = {
    "id": "n",
    "task_type": "free_continuation",
    "prompt": "Continue the melody for three more bars.",
    "seed_abc": f"{HEAD}DEF GAF | dAF EFG |",
}
INFILLED = {
    "id": "i",
    "task_type": "middle_infilling",
    "prompt": "Fill in the missing bar.",
    "seed_abc": "X:1\nT:Try\nM:4/4\nL:1/4\nK:G\nGABd | <missing> | cBAG |]",
}
CORRECTED = {
    "id": "f",
    "task_type": "error_correction",
    "prompt": "Correct the tune.",
    "candidate_abc": f"{HEAD}DEF GAF | dAF D3 ",
}
VARIED = {
    "id": "v",
    "task_type": "style_variation",
    "prompt": "Vary it.",
    "seed_abc": f"{HEAD}DEF GAF | dAF EFG | DFA d3 |]",
}
CHOICE: dict[str, Any] = {
    "id": "o",
    "task_type": "next_bar_choice",
    "prompt": "Pick the next bar.",
    "input_abc": f"{HEAD}DEF GAF | dAF EFG |",
    "choices": [{"id": "A", "abc": "^^^ |"}, {"id": "B", "abc": "DFA d3 |"}],
}
TASKS: list[dict[str, Any]] = [DESCRIBED, CONSTRAINED, CONTINUED, INFILLED, CORRECTED, VARIED, CHOICE]
HIDDEN = {"reference_abc": "what no model may see"}
PROGRAM = """
import json, sys

command, tasks, submission, _, report = sys.argv[1:]
answers = json.load(open(submission))["responses"]
assert command == "score", command
if not answers:
    sys.exit("no answers")
kinds = {task["id"]: task["task_type"] for task in json.load(open(tasks + "/tasks.json"))}
scores = {kinds[one["instance_id"]]: 0.5 for one in answers}
found = {"aggregate_scores": {"all": 0.5}, "task_type_scores": scores, "composite_score": 0.25}
json.dump(found | {"model_name": json.load(open(submission))["model_name"]}, open(report, "w"))
"""


def copy_in(folder: Path) -> Path:
    """Write a copy of the benchmark: its tasks, its program (each task counts 0.5) and two published results."""
    eval_folder, program, board = folder / "fixtures" / "eval", folder / "src" / "abcgenbench", folder / "leaderboard"
    for one in (eval_folder, program, board):
        one.mkdir(parents=True)
    manifest = {
        "name": "Trial",
        "version": "1-eval",
        "split": "eval",
        "instance_files": ["tasks.json"],
        "prompt_policy": {"model_visible_fields": ["constraints", "input_abc", "seed_abc", "candidate_abc", "choices"]},
    }
    (eval_folder / "manifest.json").write_text(json.dumps(manifest))
    (eval_folder / "tasks.json").write_text(json.dumps([task | HIDDEN for task in TASKS]))
    (program / "__init__.py").touch()
    (program / "cli.py").write_text(PROGRAM)
    entries = [entry("worse", 0.2), entry("better", 0.7), entry("earlier", 0.9) | {"benchmark_version": "0-eval"}]
    (board / "results.json").write_text(json.dumps({"entries": entries}))
    return folder


def entry(name: str, composite: float) -> dict[str, Any]:
    """One published result."""
    return {
        "model_name": name,
        "run_type": "community",
        "benchmark_version": "1-eval",
        "aggregate_scores": {"all": composite},
        "task_type_scores": {"validity_check": composite},
        "composite_score": composite,
    }
