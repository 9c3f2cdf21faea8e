"""Every file in `examples/` runs as its own text says."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.serving import studio
from tunesmith import Tune, check

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
ALONE = ("compose_tunes.py", "continue_tune.py", "vary_bars.py", "judge_tune.py")
WITH_MORE = ("render_files.py", "use_service.py", "own_tunes.py", "train_tiny.py", "pipeline.sh")


def run(name: str, *arguments: object) -> str:
    """What an example prints; an example that fails is an error."""
    program = "bash" if name.endswith(".sh") else sys.executable
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = [program, str(EXAMPLES / name), *map(str, arguments)]
    environment = os.environ | {"PATH": path}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def tunes(count: int) -> str:
    """Tunes of eight bars, no two of them alike, always the same."""
    chance = random.Random(1)
    bars = [" | ".join("".join(chance.choices("DEFGABcd", k=4)) for _ in range(8)) for _ in range(count)]
    return "\n".join(f"X:{number}\nL:1/8\nM:2/4\nK:D\n{music} |]\n" for number, music in enumerate(bars, start=1))


def test_every_example_is_run_here_and_listed() -> None:
    files = {path.name for path in EXAMPLES.iterdir() if path.suffix in (".py", ".sh")}
    assert files == {*ALONE, *WITH_MORE}
    listed = (EXAMPLES / "README.md").read_text()
    assert all(f"]({name})" in listed for name in files)


@pytest.mark.parametrize("name", ALONE)
def test_an_example_without_arguments_runs(name: str) -> None:
    assert run(name)


def test_a_varied_tune_keeps_its_other_bars() -> None:
    lines = [line.split(": ", 1)[1] for line in run("vary_bars.py").splitlines()]
    assert all(line.startswith("|: GB dB | ce dB | ") and line.endswith(" | G2 G2 :|") for line in lines)


def test_files_are_rendered(tmp_path: Path) -> None:
    run("render_files.py", tmp_path)
    starts = {path.suffix: path.read_bytes()[:4] for path in tmp_path.iterdir()}
    assert starts == {".svg": b"<svg", ".mid": b"MThd", ".wav": b"RIFF"}


def test_the_service_is_used(tmp_path: Path) -> None:
    with studio(tmp_path) as server:
        printed = run("use_service.py", server.url, tmp_path / "tune.mid")
    assert check(printed.split("\nvalid: True")[0]).ok
    assert (tmp_path / "tune.mid").read_bytes().startswith(b"MThd")


@pytest.mark.slow
def test_own_tunes_are_packed_and_learned(tmp_path: Path) -> None:
    source = tmp_path / "tunes.abc"
    source.write_text(tunes(150))
    printed = run("own_tunes.py", source, tmp_path / "corpus")
    counts = dict(line.split(": ") for line in printed.splitlines() if line.endswith("tunes"))
    assert sum(int(count.split()[0]) for count in counts.values()) == 150
    composed = run("train_tiny.py", tmp_path / "corpus", tmp_path / "run", 1)
    assert Tune.parse(composed).form.letters


def test_the_command_line_makes_files(tmp_path: Path) -> None:
    run("pipeline.sh", tmp_path)
    assert {path.suffix for path in (tmp_path / "first").iterdir()} == {".abc", ".svg", ".mid"}
