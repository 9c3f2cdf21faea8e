"""What all commands have in common as processes: the overview, standard input and output, and the ways to end."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tunesmith.cli import COMMANDS

TUNE = "X:1\nL:1/8\nM:4/4\nK:D\nABcd efga | ABcd efga |]\n"
FULL = Path("/dev/full")


def run(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "tunesmith.cli", *words], text=True, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("words", [[], ["--help"]])
def test_the_overview_says_what_each_command_is_for(words: list[str]) -> None:
    lines = [line.strip("│ ") for line in run(*words, stdout=subprocess.PIPE).stdout.splitlines()]
    told = [line for line in lines if re.match(rf"({'|'.join(COMMANDS)})  +[A-Z]", line)]
    assert [line.split()[0] for line in told] == list(COMMANDS)


@pytest.mark.parametrize("words", [["check", "-"], ["origin", "-"], ["render", "-", "--to", "abc"]])
def test_a_hyphen_is_standard_input(words: list[str], tmp_path: Path) -> None:
    ended = run(*words, input=TUNE, stdout=subprocess.DEVNULL, cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_an_output_that_takes_no_more_is_one_sentence() -> None:
    with FULL.open("w") as full:
        ended = run("check", "-", input=TUNE, stdout=full)
    assert ended.returncode == 2
    assert ended.stderr == "tunesmith: cannot go on: [Errno 28] No space left on device\n"


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("studio", "--port", str(port), stdout=subprocess.PIPE)
    assert ended.returncode == 2
    sentence = f"--host 127.0.0.1 --port {port} cannot be listened on: address already in use; choose others"
    assert ended.stderr == f"tunesmith: {sentence}\n"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("MODEL_PATH", "nosuch", "no model is called 'nosuch'"),
        ("RATE_LIMIT", "often", "RATE_LIMIT is 'often'; write it like '600/minute'"),
        (
            "DATABASE_URL",
            "postgresql+psycopg://nobody@127.0.0.1:1/none",
            "the database at DATABASE_URL cannot be used: connection failed",
        ),
    ],
)
def test_a_studio_that_cannot_start_says_why(
    name: str, value: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/studio.db")
    monkeypatch.setenv(name, value)
    ended = run("studio", "--port", "0", "--workers", "2", stdout=subprocess.PIPE)
    assert ended.returncode == 2
    assert sentence in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
