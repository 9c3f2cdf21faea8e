from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tunesmith.composing import native
from tunesmith.composing.native import cache_folder

if TYPE_CHECKING:
    from tunesmith.network.checkpoint import Checkpoint

COMPOSE = """
import sys
from tunesmith.composing import Composer, Request
print(Composer(sys.argv[1]).compose(Request(unconstrained=True, length=50), seed=1)[0].text)
print([name for name in ("numba", "torch") if name in sys.modules], file=sys.stderr)
"""


def imports(name: str) -> set[str]:
    """The modules of composing and of the grammar that a module of composing needs, itself included."""
    tree = ast.parse((Path(native.__file__).with_name(f"{name}.py")).read_text())
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    inner = {module.rpartition(".")[2] for module in found if module.startswith("tunesmith.composing.")}
    return {name}.union(*map(imports, inner - {"native"}))


def test_code_is_made_anew_when_a_source_of_it_changes() -> None:
    assert imports("kernel") == set(native.COMPILED)


def test_the_folder_for_code_is_the_one_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNESMITH_CACHE", str(tmp_path / "chosen"))
    assert cache_folder() == tmp_path / "chosen"


def test_where_the_package_cannot_be_written_the_users_cache_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("TUNESMITH_CACHE", str(blocked / "below"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    assert cache_folder() == tmp_path / "user" / "tunesmith"
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert cache_folder().is_dir()


def test_code_of_another_owner_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNESMITH_CACHE", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setattr(native.os, "getuid", lambda: -1)
    assert tmp_path not in cache_folder().parents


def test_the_second_process_needs_neither_numba_nor_torch(checkpoint: Checkpoint, tmp_path: Path) -> None:
    path = tmp_path / "chance.safetensors"
    checkpoint.save(path)
    first, second = (
        subprocess.run(
            [sys.executable, "-c", COMPOSE, str(path)], capture_output=True, text=True, timeout=300, check=True
        )
        for _ in range(2)
    )
    assert second.stdout == first.stdout
    assert second.stderr == "[]\n"
