"""The command that shows what training in bf16 costs, on a handful of short tunes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tunesmith.training.machine import has_bf16

COMMAND = Path(__file__).parents[2] / "scripts" / "precision.py"


def compare(packed: Path, out: Path, steps: int) -> subprocess.CompletedProcess[str]:
    asked: list[str | Path] = [packed, "--out", out, "--steps", str(steps), "--every", "2", "--batch", "4"]
    return subprocess.run([sys.executable, COMMAND, *asked], capture_output=True, text=True, check=False)


@pytest.mark.skipif(not has_bf16(), reason="bf16 is not native here")
def test_both_precisions_read_the_same_and_learn_alike(packed: Path, tmp_path: Path) -> None:
    first = compare(packed, tmp_path, 3)
    lines = first.stdout.splitlines()
    assert re.match(r"1,\d{3} characters in 3 steps: ", lines[0]), first.stderr
    curves = {int(line.split()[0]): [float(bits) for bits in line.split()[1:3]] for line in lines[2:4]}
    assert list(curves) == [2, 3]
    assert all(half == pytest.approx(full, rel=0.05) for half, full in curves.values())
    half, full = map(float, lines[4].removeprefix("both read in float32: ").split()[:2])
    assert half == pytest.approx(full, rel=0.05)
    assert full == pytest.approx(curves[3][1], abs=1e-4)
    assert first.returncode == (abs(half / full - 1) > 0.005)

    again = compare(packed, tmp_path, 3)
    assert again.stdout == first.stdout  # both runs are over: nothing is left to do but to print
    longer = compare(packed, tmp_path, 4)
    assert longer.returncode == 1
    assert longer.stderr.endswith("holds a run with other fields: choose another folder\n")
