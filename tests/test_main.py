"""`python -m tunesmith`, and the one place of the version."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import tunesmith

ROOT = Path(__file__).parents[1]


def test_python_m_tunesmith_is_the_command() -> None:
    command = [sys.executable, "-m", "tunesmith", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == tunesmith.__version__


def test_the_version_stands_in_the_package_alone() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" not in settings["project"]
    assert settings["project"]["dynamic"] == ["version"]
    assert settings["tool"]["hatch"]["version"]["path"] == "src/tunesmith/__init__.py"
