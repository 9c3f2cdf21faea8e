"""The wheel carries all that the studio needs: installed where no Node and no source is, it composes and shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.support.serving import studio
from tunesmith.inference.native import CODE

ROOT = Path(__file__).parents[2]
JIG = {"rhythm": "jig", "key": "D"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, stderr=subprocess.DEVNULL)
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_carries_page_fonts_samples_and_models(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "tunesmith/studio/static/index.html",
        "tunesmith/models/small.safetensors",
        "tunesmith/models/origin.npz",
        "tunesmith/reporting/templates/corpus.html.j2",
        "tunesmith/reporting/templates/page.css",
        "tunesmith/rendering/assets/soundfont.sf3",
        "tunesmith/rendering/assets/samples/violin-mp3/A4.mp3",
        "tunesmith/studio/store/migrations/versions/0001_tunes_and_tunebooks.py",
    ):
        assert part in names
    assert any(name.startswith("tunesmith/rendering/assets/fonts/") for name in names)
    assert not any("node_modules" in name for name in names)


def test_the_installed_wheel_runs_the_studio(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"{wheel}[studio]"]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    monkeypatch.setenv("PATH", os.pathsep.join([str(python.parent), "/bin"]))
    monkeypatch.setenv("TUNESMITH_CACHE", str(CODE))  # the kernel of the other tests: not compiled again
    with studio(tmp_path, python=str(python)) as server:
        with urllib.request.urlopen(f"{server.url}/") as page:
            assert b"<title>" in page.read()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{server.url}/api/v1/tunes", json.dumps(JIG).encode(), headers)
        with urllib.request.urlopen(request, timeout=120) as answer:
            made = json.load(answer)
        with urllib.request.urlopen(f"{server.url}/api/v1/tunes/{made['id']}/render/wav") as sound:
            assert sound.read(4) == b"RIFF"
    assert made["check"]["ok"]
