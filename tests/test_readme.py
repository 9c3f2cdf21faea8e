"""What the README shows is what comes out."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

from tunesmith.cli import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_the_tune_in_the_readme_is_composed_to_the_character() -> None:
    shown = re.search(r"```\n\$ \.venv/bin/tunesmith (?P<arguments>.*)\n(?P<tune>(?:.*\n)+?)```", README)
    assert shown is not None
    command = [sys.executable, "-m", "tunesmith.cli", *shlex.split(shown["arguments"])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == shown["tune"]


def test_every_command_is_named_and_no_other() -> None:
    assert set(re.findall(r"`tunesmith ([a-z]+)", README)) == set(COMMANDS) - {"studio"}


def test_the_make_targets_and_pages_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z-]+)", README, re.MULTILINE)) <= targets
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link
    python = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert python is not None
    exec(compile(python[1], "README.md", "exec"), {})
