from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.corpus import judges
from tunesmith.corpus.judges import OTHER, load_judges, save_judges, verdict
from tunesmith.corpus.softmax import Softmax

if TYPE_CHECKING:
    from pathlib import Path

JUDGE = Softmax(("hornpipe", OTHER, "reel"), np.arange(6, dtype=np.float32).reshape(2, 3))


@pytest.mark.parametrize(
    ("chances", "said"),
    [([0.05, 0.1, 0.85], "reel"), ([0.8, 0.1, 0.1], "hornpipe"), ([0.1, 0.15, 0.75], None), ([0.0, 0.99, 0.01], None)],
)
def test_a_judge_speaks_where_it_is_sure_and_has_a_name(chances: list[float], said: str | None) -> None:
    assert verdict(JUDGE, np.array(chances)) == said


def test_judges_that_are_saved_are_the_ones_that_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "judges.npz"
    save_judges({"mode": JUDGE, "dance": JUDGE}, path)
    monkeypatch.setattr(judges, "WEIGHTS", path)
    loaded = load_judges.__wrapped__()
    assert loaded["dance"].classes == JUDGE.classes
    np.testing.assert_array_equal(loaded["mode"].weights, JUDGE.weights)
