"""The rooms of the code: what may import what, what stays out of the base install, and what is public."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import tunesmith
from tunesmith import errors

PACKAGE = Path(tunesmith.__file__).parent
BELOW_EVERYTHING = {"errors"}
MAY_IMPORT = {
    "notation": set(),
    "grammar": {"notation"},
    "analysis": {"notation"},
    "corpus": {"analysis", "notation"},
    "model": {"corpus"},
    "inference": {"grammar", "model"},
    "composing": {"analysis", "grammar", "inference", "model", "notation"},
    "training": {"corpus", "inference", "model"},
    "rendering": {"analysis", "notation"},
    "evaluation": {"analysis", "composing", "corpus", "inference", "model", "notation"},
    "reporting": {"analysis", "corpus", "evaluation", "notation"},
}
EDGES_TO_ONE_MODULE = {
    ("model", "corpus"): {"tunesmith.corpus.vocabulary"},
    ("training", "inference"): {"tunesmith.inference.encoder"},
    ("evaluation", "model"): {"tunesmith.model.checkpoint"},
}


def imported_modules(path: Path) -> set[str]:
    """Every `tunesmith...` module that a file imports, wherever in the file it does so."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found |= {node.module} if node.module != "tunesmith" else {f"tunesmith.{a.name}" for a in node.names}
    return {name for name in found if name.startswith("tunesmith.")}


def modules(room: str) -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_point_down(room: str) -> None:
    allowed = MAY_IMPORT[room] | BELOW_EVERYTHING | {room}
    for path in modules(room):
        for name in imported_modules(path):
            other = name.split(".")[1]
            assert other in allowed, f"{path.relative_to(PACKAGE)} imports {name}"
            narrow = EDGES_TO_ONE_MODULE.get((room, other))
            assert narrow is None or name in narrow, f"{path.relative_to(PACKAGE)} may only import {narrow}, not {name}"


def test_no_relative_imports() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path} imports relatively"


def test_notation_needs_nothing_but_python() -> None:
    for path in modules("notation"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for name in names:
                root = name.split(".")[0]
                assert root in sys.stdlib_module_names or root == "tunesmith", f"{path.name} imports {name}"


def public_modules() -> list[str]:
    names = []
    for path in sorted(PACKAGE.rglob("__init__.py")):
        relative = path.parent.relative_to(PACKAGE.parent)
        names.append(".".join(relative.parts))
    return [name for name in names if not name.startswith(("tunesmith.training", "tunesmith.model"))]


@pytest.mark.parametrize("name", public_modules())
def test_all_is_sorted_and_exists(name: str) -> None:
    module = importlib.import_module(name)
    public = getattr(module, "__all__", [])
    assert list(public) == sorted(public)
    for item in public:
        assert hasattr(module, item), f"{name}.__all__ names {item}, which is not there"


def test_every_error_is_in_the_tree() -> None:
    raised = {name for name, thing in vars(errors).items() if isinstance(thing, type)}
    assert raised == set(errors.__all__)
    assert all(issubclass(getattr(errors, name), errors.TunesmithError) for name in raised)


TORCH_FREE = {
    "import": "import tunesmith",
    "compose": "import tunesmith; tunesmith.compose(count=1, seed=1)",
    "command line": "import tunesmith.cli",
    "studio": "import tunesmith.studio.app",
}


@pytest.mark.parametrize("code", TORCH_FREE.values(), ids=TORCH_FREE)
def test_torch_is_for_training_only(code: str) -> None:
    check = f"{code}\nimport sys\nassert 'torch' not in sys.modules, 'torch was imported'"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
