"""`tunesmith benchmark`: tasks in, a table with the published scores out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.genbench import TASKS, copy_in
from tunesmith.cli import app

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_in(tmp_path / "copy")


def run(copy: Path, *words: str) -> None:
    app(["benchmark", "abc-genbench", str(copy), *words], exit_on_error=False, result_action="return_value")


def test_the_table_has_the_run_beside_the_published_scores(
    model: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(copy, "--model", model)
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in capsys.readouterr().out.splitlines()]
    assert ["validity", "0.500", "0.700", "0.200"] in rows
    assert ["next bar", "0.500", "", ""] in rows
    assert ["composite", "0.250", "0.700", "0.200"] in rows


def test_json_has_every_score_and_out_keeps_the_answers(
    model: str, copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(copy, "--model", model, "--seed", "3", "--json", "--out", str(tmp_path / "answers"))
    found = json.loads(capsys.readouterr().out)
    assert (found["version"], found["seed"]) == ("1-eval", 3)
    assert [one["kind"] for one in found["scores"]] == ["this run", "community", "community"]
    assert len(found["scores"][0]["tasks"]) == len(TASKS)
    kept = json.loads((tmp_path / "answers" / "submission.json").read_text())
    assert [one["instance_id"] for one in kept["responses"]] == [task["id"] for task in TASKS]
