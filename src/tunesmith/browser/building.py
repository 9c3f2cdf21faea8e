"""Everything that a browser composes with, as one folder of files that any static host serves."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from tunesmith.browser.kernel import webassembly
from tunesmith.browser.model import arguments_of, described
from tunesmith.composing.request import DEFAULT_MODEL
from tunesmith.files import write_atomically
from tunesmith.inference.native import digest_of
from tunesmith.inference.sources import PACKAGE, modules_behind, path_of
from tunesmith.model.checkpoint import Checkpoint, models

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["build", "python_archive"]

WORKER = Path(__file__).with_name("worker")
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
KERNEL, ENTRY = "tunesmith.browser.kernel", "tunesmith.browser.composing"
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
    (folder / "tunesmith.zip").write_bytes(python_archive())
    for script in (*WORKER.glob("*.js"), WORKER / "package.json"):
        shutil.copyfile(script, folder / script.name)
    (folder / "pyodide").mkdir(exist_ok=True)
    for name in PYODIDE:
        shutil.copyfile(pyodide / name, folder / "pyodide" / name)


def _keep_kernel(path: Path, checkpoint: Checkpoint) -> None:
    """Compile the kernel, unless the one that is there has the digest of its sources: it takes half a minute."""
    digest, record = digest_of(tuple(modules_behind(KERNEL))), path.with_suffix(".digest")
    if not (path.exists() and record.exists() and record.read_text() == digest):
        write_atomically(path, webassembly(arguments_of(checkpoint)))
        write_atomically(record, str(digest).encode())


def python_archive() -> bytes:
    """The modules that ENTRY needs and the tables beside them, as a ZIP file."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(set(_sources())):
            named = zipfile.ZipInfo(path.relative_to(PACKAGE.parent).as_posix(), STEADY)
            file.writestr(named, path.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return archive.getvalue()


def _sources() -> Iterator[Path]:
    for name in modules_behind(ENTRY):
        path = path_of(name)
        yield path
        yield from (table for table in path.parent.glob("*.json") if table.name in path.read_text(encoding="utf-8"))
        for folder in path.relative_to(PACKAGE).parents:
            yield PACKAGE / folder / "__init__.py"
