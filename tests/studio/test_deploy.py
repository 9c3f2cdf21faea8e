"""What deployment is written down as is what runs: the systemd unit, the image, and the document that leads there."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tunesmith.studio.settings import Settings

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "tunesmith.service"
IMAGE = (ROOT / "deploy" / "Dockerfile").read_text()
PLACES = {"TUNESMITH_CACHE"}
"""Variables that are read elsewhere than in the settings."""


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed (Debian: systemd)")
def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    there = tmp_path / "tunesmith.service"
    there.write_text(UNIT.read_text().replace("/opt/tunesmith/bin/tunesmith", sys.executable))
    verified = subprocess.run(["systemd-analyze", "verify", str(there)], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")


def test_the_unit_and_the_image_set_what_the_studio_reads() -> None:
    unit = re.findall(r"^Environment=(.+)$", UNIT.read_text(), re.MULTILINE)
    image = re.findall(r"^ENV (.+)$", IMAGE, re.MULTILINE)
    names = {setting.split("=", 1)[0] for line in [*unit, *image] for setting in line.split()}
    assert names - PLACES <= {name.upper() for name in Settings.model_fields}
    assert names >= {"DATABASE_URL", "LOG_FORMAT"}


def test_the_unit_writes_only_where_it_may() -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNIT)
    service = parser["Service"]
    assert service["ProtectSystem"] == "strict"
    text = UNIT.read_text()
    assert f"sqlite:////var/lib/{service['StateDirectory']}/" in text
    assert f"TUNESMITH_CACHE=/var/cache/{service['CacheDirectory']}\n" in text


def test_the_image_copies_what_is_there_and_makes_what_can_be_made() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"^RUN make (\S+)$", IMAGE, re.MULTILINE)) == {"wheel"} <= targets
    assert (ROOT / re.search(r"-f (\S+)", IMAGE)[1]).is_file()  # type: ignore[index]
