"""The command that checks sound files, on a handful of real tunes; `--count 300` checks as many as before a release."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(__file__).parents[2] / "scripts" / "check_sounds.py"


@pytest.mark.slow
def test_other_programs_read_every_file_and_hear_it_whole(corpus_folder: Path) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("the program ffmpeg is not installed")
    command = [sys.executable, str(COMMAND), str(corpus_folder), "--count", "15", "--seed", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["tunes"] == 15
    assert report["failures"] == []
    assert len(report["refused"]) <= 1
    assert set(report["worst"]) == {"flac", "m4a", "mid", "mp3", "ogg", "wav"}
    assert all(measures["peak"] <= 1 for kind, measures in report["worst"].items() if kind != "mid")
    assert done.returncode == 0
