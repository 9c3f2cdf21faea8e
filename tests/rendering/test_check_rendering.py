"""The command that checks rendered files, on a handful of tunes; `--count 300` checks as many as before a release."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(__file__).parents[2] / "scripts" / "check_rendering.py"
FORMATS = {"svg", "png", "pdf", "mid", "wav", "flac", "ogg", "mp3", "m4a", "mp4", "book"}


@pytest.mark.slow
def test_other_programs_find_in_every_file_what_should_be_there(corpus_folder: Path, tmp_path: Path) -> None:
    for program in ("ffmpeg", "pdftoppm"):
        if shutil.which(program) is None:
            pytest.skip(f"the program {program} is not installed")
    log = tmp_path / "log.jsonl"
    asked = ["--corpus", str(corpus_folder), "--composed", "--count", "2", "--films", "1"]
    asked += ["--seed", "8"]  # two short tunes of each kind
    asked += ["--log", str(log)]
    done = subprocess.run([sys.executable, COMMAND, *asked, "--json"], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["jobs"] == 2 * (2 + 1)
    assert report["failures"] == []
    assert len(report["refused"]) <= 1
    assert set(report["formats"]) == FORMATS
    assert report["formats"]["mp4"]["files"] == 2
    assert report["formats"]["mid"]["worst"]["notes off"] == 0
    assert done.returncode == 0
    assert len(log.read_text().splitlines()) == report["jobs"]
