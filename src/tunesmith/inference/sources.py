"""The source files of compiled code, found by following imports from the module that it begins in."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["imported_modules", "modules_behind", "path_of"]

PACKAGE = Path(__file__).parents[1]


def modules_behind(*names: str) -> list[str]:
    """The modules of Tunesmith that these modules need, themselves included, each after those that it imports.

    Imports for type checkers alone do not count. A circle of imports is a RuntimeError that names it.
    """
    found: dict[str, None] = {}
    for name in names:
        _visit(name, found, [])
    return list(found)


def _visit(name: str, found: dict[str, None], waiting: list[str]) -> None:
    if name in waiting:
        raise RuntimeError(f"a circle of imports: {' -> '.join([*waiting[waiting.index(name) :], name])}")
    if name not in found:
        for other in sorted(imported_modules(path_of(name))):
            _visit(other, found, [*waiting, name])
        found[name] = None


def path_of(name: str) -> Path:
    """The file of a module of Tunesmith."""
    place = PACKAGE.joinpath(*name.split(".")[1:])
    file = place.with_suffix(".py")
    return file if file.exists() else place / "__init__.py"


def imported_modules(path: Path, *, types_too: bool = False) -> set[str]:
    """The modules of Tunesmith that a file imports anywhere, those for type checkers alone if `types_too`."""
    found: set[str] = set()
    tree = ast.parse(path.read_bytes())
    for node in ast.walk(tree) if types_too else _statements(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {_module(node.module, alias.name) for alias in node.names}
    return {name for name in found if name.partition(".")[0] == PACKAGE.name}


def _module(package: str, name: str) -> str:
    """What `from package import name` loads: a module of that name if there is one, else the package."""
    inner = f"{package}.{name}"
    return inner if package.partition(".")[0] == PACKAGE.name and path_of(inner).exists() else package


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Every node but those under `if TYPE_CHECKING`."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            for other in child.orelse:
                yield from _statements(other)
        else:
            yield from _statements(child)
