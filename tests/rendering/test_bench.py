"""The rendering bench: a sound tune, and a time for each format and each program that is installed."""

from __future__ import annotations

import shutil

import pytest

from tunesmith.notation import Tune
from tunesmith.rendering import bench


def test_the_tune_is_sound_and_lasts_most_of_a_minute() -> None:
    tune = Tune.parse(bench.TUNE)
    assert tune.problems == ()
    assert {bar.fill for bar in tune.bars} <= {"full", "anacrusis", "completion"}
    assert tune.form.letters == "AABBCC"
    assert 45 < bench.music_seconds() < 60


def test_every_format_and_every_installed_program_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "FORMATS", ("svg", "mid"))
    times = bench.rendering_times(rounds=1)
    expected = [("svg", "tunesmith"), ("mid", "tunesmith")]
    expected += [
        (name, program) for name, program in (("svg", "abcm2ps"), ("wav", "fluidsynth")) if shutil.which(program)
    ]
    assert [(time.format, time.program) for time in times] == expected
    assert all(time.seconds > 0 for time in times)
