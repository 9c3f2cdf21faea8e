from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.genbench import TASKS, copy_in
from tunesmith.benchmarks.abc_genbench import leaderboard, read_split, score
from tunesmith.errors import MissingExtraError, RequestError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_in(tmp_path / "copy")


def test_a_split_has_what_a_model_may_see_and_no_reference(copy: Path) -> None:
    split = read_split(copy, "eval")
    assert (split.benchmark, split.version, split.name) == ("Trial", "1-eval", "eval")
    assert list(split.tasks) == TASKS


@pytest.mark.parametrize("damage", ["{", "[]", '{"name": "Trial"}'])
def test_what_is_no_copy_of_the_benchmark_is_refused(copy: Path, damage: str) -> None:
    (copy / "fixtures" / "eval" / "manifest.json").write_text(damage)
    with pytest.raises(RequestError, match=r"eval is no split of ABC-GenBench"):
        read_split(copy, "eval")
    with pytest.raises(RequestError, match=r"other is no split of ABC-GenBench"):
        read_split(copy, "other")


def test_the_program_of_the_benchmark_scores_and_both_files_are_kept(copy: Path, tmp_path: Path) -> None:
    found = score(copy, read_split(copy, "eval"), "mine", [{"instance_id": "d", "output_abc": "X:1"}], tmp_path / "out")
    assert (found.model, found.kind, found.composite) == ("mine", "this run", 0.25)
    assert found.tasks == {"validity_check": 0.5}
    submission = json.loads((tmp_path / "out" / "submission.json").read_text())
    assert submission["benchmark_version"] == "1-eval"
    assert submission["responses"] == [{"instance_id": "d", "output_abc": "X:1"}]
    assert json.loads((tmp_path / "out" / "report.json").read_text())["composite_score"] == 0.25


def test_what_the_program_of_the_benchmark_says_last_is_told_if_it_fails(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"the program of ABC-GenBench in .* fails: no answers"):
        score(copy, read_split(copy, "eval"), "mine", [], tmp_path)


def test_scoring_says_which_extra_it_needs(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tunesmith.benchmarks.abc_genbench.find_spec", lambda name: name != "music21" or None)
    with pytest.raises(MissingExtraError, match=r"tunesmith\[genbench\]"):
        score(copy, read_split(copy, "eval"), "mine", [], tmp_path)


def test_the_leaderboard_has_the_results_of_this_version_the_best_first(copy: Path) -> None:
    found = leaderboard(copy, read_split(copy, "eval"))
    assert [(one.model, one.kind, one.composite) for one in found] == [
        ("better", "community", 0.7),
        ("worse", "community", 0.2),
    ]
