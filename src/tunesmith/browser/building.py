"""Everything that a browser composes with, as one folder of files that any static host serves."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tunesmith.analysis.fingerprints import WINDOW
from tunesmith.analysis.origin_index import STEP_BITS, shipped_index
from tunesmith.browser.kernel import webassembly
from tunesmith.browser.model import arguments_of, described
from tunesmith.composing.request import DEFAULT_MODEL
from tunesmith.files import write_atomically
from tunesmith.inference.native import digest_of
from tunesmith.inference.sources import PACKAGE, modules_behind, path_of
from tunesmith.model.checkpoint import Checkpoint, models
from tunesmith.rendering.engraver.scripts import engraver_module

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["build", "python_archive"]

HERE = Path(__file__).parent
WORKER = HERE / "worker"
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "package.json")
KERNEL, ENTRY = ("tunesmith.browser.kernel", "tunesmith.browser.model"), "tunesmith.browser.routes"
SNAPSHOT, WARMING = HERE / "snapshot.mjs", HERE / "warming.py"
BESIDE = {"defusedxml": (".",), "mido": ("backends", "messages", "midifiles", "."), "packaging": (".",)}
"""Packages that a browser needs too, for files of other programs, and which of their folders."""
STEADY = (2020, 1, 1, 0, 0, 0)
"""The time of every file in the archive, so that equal sources give equal bytes."""


def build(folder: Path, pyodide: Path) -> None:
    """Write the kernel, the shipped models, the worker and Python; `pyodide` is the folder of its npm package."""
    folder.mkdir(parents=True, exist_ok=True)
    checkpoints = {name: Checkpoint.load(name) for name in models()}
    _keep_kernel(folder / "kernel.wasm", checkpoints[DEFAULT_MODEL])
    for name, checkpoint in checkpoints.items():
        description, contents = described(checkpoint)
        (folder / f"{name}.json").write_text(json.dumps(description))
        (folder / f"{name}.bin").write_bytes(contents)
    _write_known(folder)
    (folder / "engraver.js").write_text(engraver_module(), encoding="utf-8")
    for script in (*WORKER.glob("*.js"), WORKER / "package.json"):
        shutil.copyfile(script, folder / script.name)
    (folder / "pyodide").mkdir(exist_ok=True)
    for name in PYODIDE:
        shutil.copyfile(pyodide / name, folder / "pyodide" / name)
    _keep_memory(folder / "memory.bin", pyodide)
    (folder / "tables.json").write_text(json.dumps({"lock": _lock(pyodide), "files": _tables()}))
    with zipfile.ZipFile(folder / "empty.zip", "w"):
        pass  # all of Python's library that is needed is in its memory


def _keep_kernel(path: Path, checkpoint: Checkpoint) -> None:
    """Compile the kernel, unless the one that is there has the digest of its sources: it takes half a minute."""
    digest, record = digest_of(tuple(modules_behind(*KERNEL))), path.with_suffix(".digest")
    if not (path.exists() and record.exists() and record.read_text() == digest):
        write_atomically(path, webassembly(arguments_of(checkpoint)))
        write_atomically(record, str(digest).encode())


def _write_known(folder: Path) -> None:
    """Write the index of known tunes as `worker/known.js` reads it."""
    index = shipped_index()
    sources = sorted({tune.source for tune in index.tunes})
    numbers = {source: number for number, source in enumerate(sources)}
    words = {
        "chance": asdict(index.chance),
        "sources": sources,
        "tunes": [(tune.title, numbers[tune.source], tune.link) for tune in index.tunes],
        "entries": len(index.entries),
        "window": WINDOW,
        "step": STEP_BITS,
    }
    (folder / "known.json").write_text(json.dumps(words, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    (folder / "known.bin").write_bytes(index.entries.tobytes() + index.families.tobytes() + index.sizes.tobytes())


def _keep_memory(path: Path, pyodide: Path) -> None:
    """Start Python under Node and keep its memory, unless the one that is there has the digest of what it came from."""
    archive = python_archive()
    came_from = [archive, SNAPSHOT.read_bytes(), WARMING.read_bytes(), (pyodide / "package.json").read_bytes()]
    digest, record = hashlib.sha256(b"".join(came_from)).hexdigest(), path.with_suffix(".digest")
    if path.exists() and record.exists() and record.read_text() == digest:
        return
    with TemporaryDirectory() as folder:
        packed, memory = Path(folder, "tunesmith.zip"), Path(folder, "memory.bin")
        packed.write_bytes(archive)
        subprocess.run(["node", SNAPSHOT, pyodide, packed, WARMING, memory], check=True)
        write_atomically(path, memory.read_bytes())
    write_atomically(record, digest.encode())


def _lock(pyodide: Path) -> dict[str, object]:
    """What Pyodide wants to know of its packages: that there are none."""
    return {**json.loads((pyodide / "pyodide-lock.json").read_text()), "packages": {}}


def _tables() -> dict[str, str]:
    """The tables beside modules, by the paths under which Python looks for them."""
    return {
        f"/tunesmith/{path.relative_to(PACKAGE.parent).as_posix()}": path.read_text(encoding="utf-8")
        for path in sorted(set(_sources()))
        if path.suffix == ".json"
    }


def python_archive() -> bytes:
    """The modules that ENTRY needs, the tables beside them, and packages, as a ZIP file."""
    files = {path: path.relative_to(PACKAGE.parent) for path in _sources()} | dict(_packages())
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for path, name in sorted(files.items(), key=lambda item: item[1]):
            named = zipfile.ZipInfo(name.as_posix(), STEADY)
            file.writestr(named, path.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return archive.getvalue()


def _sources() -> Iterator[Path]:
    for name in modules_behind(ENTRY):
        path = path_of(name)
        yield path
        yield from (table for table in path.parent.glob("*.json") if table.name in path.read_text(encoding="utf-8"))
        for folder in path.relative_to(PACKAGE).parents:
            yield PACKAGE / folder / "__init__.py"


def _packages() -> Iterator[tuple[Path, Path]]:
    """The files of other packages, and their places in the archive."""
    for package, folders in BESIDE.items():
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"{package} is not installed: pip install 'tunesmith[sound]'")
        root = Path(spec.origin).parent
        for folder in folders:
            yield from ((path, path.relative_to(root.parent)) for path in (root / folder).glob("*.py"))
