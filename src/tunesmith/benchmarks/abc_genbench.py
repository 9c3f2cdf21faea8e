"""ABC-GenBench (https://github.com/bnovik0v/ABC-GenBench, MIT): its tasks, its scores and its leaderboard.

Tunesmith contains nothing of it. All of it is read from a copy of its repository, and its own program scores.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tunesmith.errors import MissingExtraError, RequestError
from tunesmith.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Scores", "Split", "leaderboard", "read_split", "score"]

ALWAYS_SEEN = ("id", "task_type", "prompt")
"""The fields of a task that its prompts show whatever the manifest says."""
NEEDED = ("jsonschema", "music21")
"""What its program imports; it runs without music21, but then only one of its two parsers judges."""


@dataclass(frozen=True, slots=True)
class Split:
    """One division of the benchmark: its folder, name and version, and each task as a model may see it."""

    folder: Path
    benchmark: str
    version: str
    name: str
    tasks: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """What one model reached, from 0 to 1: in each kind of task, in each track, and the mean over the tracks."""

    model: str
    kind: str
    tasks: Mapping[str, float]
    tracks: Mapping[str, float]
    composite: float


def read_split(copy: Path, name: str) -> Split:
    """Read a split of the benchmark; RequestError if the folder `copy` is no copy of it."""
    folder = copy / "fixtures" / name
    try:
        manifest = _json(folder / "manifest.json")
        seen = {*ALWAYS_SEEN, *manifest["prompt_policy"]["model_visible_fields"]}
        tasks = [task for file in manifest["instance_files"] for task in _json(folder / file)]
        visible = tuple({field: value for field, value in task.items() if field in seen} for task in tasks)
        return Split(folder, manifest["name"], manifest["version"], manifest["split"], visible)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RequestError(f"{folder} is no split of ABC-GenBench: {error!r}") from error


def score(copy: Path, split: Split, model: str, answers: Sequence[Mapping[str, str]], out: Path) -> Scores:
    """Let the benchmark's program score a model's answers; `out` gets `submission.json` and `report.json`.

    RequestError if its program fails, MissingExtraError without the packages that it needs.
    """
    if not all(map(find_spec, NEEDED)):
        raise MissingExtraError("genbench", "scoring ABC-GenBench")
    submission, report = out / "submission.json", out / "report.json"
    made = {
        "benchmark_name": split.benchmark,
        "benchmark_version": split.version,
        "model_name": model,
        "responses": list(answers),
    }
    write_atomically(submission, json.dumps(made, indent=1).encode())
    words = ["score", split.folder, submission, "--output", report]
    finished = subprocess.run(
        [sys.executable, "-m", "abcgenbench.cli", *map(str, words)],
        env=os.environ | {"PYTHONPATH": str(copy / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        said = (finished.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise RequestError(f"the program of ABC-GenBench in {copy} fails: {said}")
    return _scores(_json(report), "this run")


def leaderboard(copy: Path, split: Split) -> list[Scores]:
    """What others reached on this version of the split, as the benchmark publishes it; the best first."""
    entries = _json(copy / "leaderboard" / "results.json")["entries"]
    published = [_scores(entry, entry["run_type"]) for entry in entries if entry["benchmark_version"] == split.version]
    return sorted(published, key=lambda one: -one.composite)


def _scores(entry: Mapping[str, Any], kind: str) -> Scores:
    tasks, tracks = entry["task_type_scores"], entry["aggregate_scores"]
    return Scores(entry["model_name"], kind, tasks, tracks, entry["composite_score"])


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
