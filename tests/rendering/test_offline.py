"""Everything is rendered without a network, and nothing is left behind in the folder for temporary files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tunesmith.rendering import FORMATS

ALONE = ["unshare", "--map-root-user", "--net"]  # without any network, loopback included


@pytest.mark.slow
def test_all_formats_without_a_network(jig: str, tmp_path: Path) -> None:
    if not shutil.which("unshare") or subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system cannot take the network away from a program")
    (tmp_path / "jig.abc").write_text(jig.replace("X:1\n", "X:1\nT:Jig\n"))
    (tmp_path / "temporary").mkdir()
    command = [sys.executable, "-m", "tunesmith.cli", "render", "jig.abc", "--to", ",".join(FORMATS), "--out", "out"]
    environment = os.environ | {"TMPDIR": str(tmp_path / "temporary")}
    subprocess.run([*ALONE, *command], cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert {file.name for file in (tmp_path / "out").iterdir()} == {f"Jig.{name}" for name in FORMATS}
    assert list((tmp_path / "temporary").iterdir()) == []
