"""The rooms of the code: what may import what, what stays out of the base install, and what is public."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tunesmith
from tunesmith import errors
from tunesmith.inference.sources import imported_modules, modules_behind

PACKAGE = Path(tunesmith.__file__).parent
ARCHITECTURE = PACKAGE.parents[1] / "docs" / "architecture.md"
ROW = re.compile(r"^\| `(\w+)` \|.*\| ?([\w, ]*)\|$", re.MULTILINE)
EDGES_TO_ONE_MODULE = {
    ("model", "corpus"): {"tunesmith.corpus.vocabulary"},
    ("training", "inference"): {"tunesmith.inference.encoder"},
    ("evaluation", "model"): {"tunesmith.model.checkpoint"},
}


def name_of(path: Path) -> str:
    """The module that a file of the package is."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return [*module.split("."), "tunesmith"][1]


def imports_by_room() -> dict[str, set[str]]:
    """Which other rooms the files of each room import, for type checkers or not."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        room = room_of(name_of(path))
        found.setdefault(room, set()).update(room_of(name) for name in imported_modules(path, types_too=True))
    return {room: others - {room} for room, others in found.items()}


def rooms_in_the_document() -> dict[str, set[str]]:
    rows = ROW.findall(ARCHITECTURE.read_text())
    return {room: set(others.replace(",", " ").split()) for room, others in rows}


def test_rooms_import_what_the_architecture_says_and_nothing_else() -> None:
    found = imports_by_room()
    del found["tunesmith"], found["__main__"]  # the front doors
    for others in found.values():
        others.discard("tunesmith")
    everybody = {"errors", "files", "machine", "options", "progress"}
    assert {room: others - everybody for room, others in found.items() if room not in everybody} == {
        room: others for room, others in rooms_in_the_document().items() if room not in everybody
    }


def test_no_room_imports_one_that_stands_below_it() -> None:
    """The table begins with what needs nothing."""
    seen: set[str] = set()
    for room, others in rooms_in_the_document().items():
        assert others <= seen, f"{room} imports {others - seen}, which stands below it"
        seen.add(room)


def test_no_circle_of_imports() -> None:
    modules_behind(*(name_of(path) for path in sorted(PACKAGE.rglob("*.py"))))


@pytest.mark.parametrize(("room", "other"), EDGES_TO_ONE_MODULE)
def test_some_rooms_are_seen_through_one_module(room: str, other: str) -> None:
    for path in modules(room):
        names = {name for name in imported_modules(path, types_too=True) if room_of(name) == other}
        assert names <= EDGES_TO_ONE_MODULE[room, other], f"{path.relative_to(PACKAGE)} imports {names}"


def modules(room: str) -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


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
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


REPORT = ("jinja2", "matplotlib", "scipy", "sklearn")
WITHOUT_REPORT = f"import sys\nfor name in {REPORT}: sys.modules[name] = None\n"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import tunesmith; tunesmith.compose(count=1, seed=1)", ""),
        ("from tunesmith.cli import main; sys.argv[1:] = ['--help']; main()", ""),
        ("from tunesmith.corpus.judges import load_judges; assert load_judges()['mode'].weights.size", ""),
        ("from tunesmith.cli import main; sys.argv[1:] = ['report', 'small']; main()", "tunesmith[report]"),
        ("from tunesmith.reporting import drawing", "tunesmith[report]"),
        ("from tunesmith.reporting import templating", "tunesmith[report]"),
        (
            "from tunesmith.cli import main; sys.argv[1:] = ['explore', 'a', '-o', 'p']; main()",
            "tunesmith[report]",
        ),
        ("from tunesmith.corpus.softmax import Softmax; Softmax.fit(None, [], 1.0)", "tunesmith[report]"),
    ],
    ids=["compose", "help", "shipped judges", "report", "charts", "templates", "page of a corpus", "fitting a judge"],
)
def test_only_judging_fitting_and_pages_need_the_extra_report(code: str, said: str) -> None:
    check = [sys.executable, "-c", WITHOUT_REPORT + code]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (said == ""), done.stderr
    assert said in done.stderr
