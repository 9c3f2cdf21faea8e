"""The wheel carries all that the studio needs: installed where no Node and no source is, it composes and shows."""

from __future__ import annotations

import email
import json
import os
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

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


def required(wheel: Path, extra: str) -> dict[str, Distribution]:
    """The installed distributions that a wheel needs with an extra, and that those need in turn."""
    archive = zipfile.ZipFile(wheel)
    [metadata] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    own = email.message_from_bytes(archive.read(metadata)).get_all("Requires-Dist", [])
    found: dict[str, Distribution] = {}
    waiting, seen = [f"tunesmith[{extra}]"], set[str]()
    while waiting:
        wanted = Requirement(waiting.pop())
        if wanted.name != "tunesmith":
            found[wanted.name] = distribution(wanted.name)
        needs = own if wanted.name == "tunesmith" else found[wanted.name].requires or []
        fresh = {bare(need) for need in map(Requirement, needs) if applies(need, wanted.extras)} - seen
        seen |= fresh
        waiting += fresh
    return found


def bare(need: Requirement) -> str:
    """A requirement without its versions and its marker."""
    return f"{need.name}[{','.join(sorted(need.extras))}]"


def applies(need: Requirement, extras: set[str]) -> bool:
    """Whether something is needed here by what is wanted with these extras."""
    return need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def lend(found: dict[str, Distribution], folder: Path) -> None:
    """Put links to the files of these distributions, and to nothing else, into a folder of packages."""
    for one in found.values():
        for name in {path.parts[0] for path in one.files or []} - {"..", "__pycache__"}:
            link = folder / name
            if not link.exists():
                link.symlink_to(str(one.locate_file(name)))


@pytest.mark.slow
def test_the_installed_wheel_runs_the_studio(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What it requires is at hand, but not downloaded again; pip finds that nothing is missing and nothing too old.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    lend(required(wheel, "studio"), Path(sysconfig.get_path("purelib", "venv", {"base": str(tmp_path / "venv")})))
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index"]
    subprocess.run([*install, f"{wheel}[studio]"], check=True)
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
