"""The grammar and the input encoder as machine code: the very functions of `grammar` and `model.encoder`.

A compiled function may call only compiled ones. So each module's functions are compiled over a copy of its names in
which what it imports from the others is compiled already; numba looks names up when it compiles, not before.
"""

from __future__ import annotations

from importlib import import_module
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from tunesmith.grammar import characters
from tunesmith.inference.compiling import part
from tunesmith.inference.sources import modules_behind
from tunesmith.model import encoder, goal_features, readers

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "accepts",
    "advance",
    "begin",
    "encode",
    "encode_all",
    "ending_degree",
    "finished",
    "memory_of",
    "read_on",
    "survey_all",
]

ROOMS = ("tunesmith.grammar.", "tunesmith.model.")
"""The rooms whose functions are compiled; of other rooms these use constants alone."""


def _modules() -> list[ModuleType]:
    """The modules whose functions are compiled, each after those that it imports."""
    names = modules_behind(*(module.__name__ for module in (characters, encoder, readers)))
    return [import_module(name) for name in names if name.startswith(ROOMS)]


def _compile(modules: Sequence[ModuleType]) -> dict[Any, Any]:
    """Return the compiled form of each function; a module may use those before it."""
    compiled: dict[Any, Any] = {}
    for module in modules:
        names = {name: _replace(value, compiled) for name, value in vars(module).items()}
        for name, value in vars(module).items():
            if isinstance(value, FunctionType) and value.__module__ == module.__name__:
                names[name] = compiled[value] = part(FunctionType(value.__code__, names, name))
    return compiled


def _replace(value: Any, compiled: dict[Any, Any]) -> Any:
    return compiled.get(value, value) if isinstance(value, FunctionType) else value


_FORMS = _compile(_modules())

accepts: Any = _FORMS[characters.accepts]
advance: Any = _FORMS[characters.advance]
begin: Any = _FORMS[characters.begin]
finished: Any = _FORMS[characters.finished]
encode: Any = _FORMS[encoder.encode]
encode_all: Any = _FORMS[encoder.encode_all]
ending_degree: Any = _FORMS[goal_features.ending_degree]
memory_of: Any = _FORMS[encoder.memory_of]
read_on: Any = _FORMS[readers.read_on]
survey_all: Any = _FORMS[encoder.survey_all]
