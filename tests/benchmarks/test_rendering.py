"""The rendering bench: a sound tune, and a time for each format and each program that is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tunesmith.benchmarks import rendering
from tunesmith.notation import Tune


def test_the_tune_is_sound_and_lasts_most_of_a_minute() -> None:
    tune = Tune.parse(rendering.TUNE)
    assert tune.problems == ()
    assert {bar.fill for bar in tune.bars} <= {"full", "anacrusis", "completion"}
    assert tune.form.letters == "AABBCC"
    assert 45 < rendering.music_seconds() < 60


@pytest.mark.slow
def test_every_format_and_every_installed_program_is_timed_in_every_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "FORMATS", ("svg", "mid"))
    times = rendering.rendering_times(rounds=2)
    others = [("svg", "abcm2ps"), ("wav", "fluidsynth")]
    expected = [("svg", "tunesmith"), ("mid", "tunesmith")]
    expected += [(name, "tunesmith, started anew") for name in ("svg", "wav")]
    expected += [(name, program) for name, program in others if shutil.which(program)]
    assert sorted((time.format, time.program) for time in times) == sorted(expected)
    assert all(len(time.rounds) == 2 and min(time.rounds) > 0 for time in times)


def test_the_time_of_other_programs_counts() -> None:
    work = "sum(range(3_000_000))"
    assert rendering.seconds(lambda: subprocess.run([sys.executable, "-c", work], check=True)) > 0.02


def test_median_and_spread_of_rounds() -> None:
    time = rendering.RenderingTime("svg", "tunesmith", (1.0, 4.0, 2.0))
    assert (time.median, time.spread) == (2.0, 1.5)
