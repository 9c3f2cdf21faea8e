from __future__ import annotations

from typing import Any

from numba.core.registry import cpu_target

from tunesmith.inference.compiling import Draft, drafts, part


def doubled(number: int) -> int:
    return 2 * number


def test_numba_drafts_only_as_long_as_it_is_told_to() -> None:
    codegen: Any = cpu_target.target_context.codegen()
    with drafts():
        assert issubclass(codegen._library_class, Draft)
    assert not issubclass(codegen._library_class, Draft)


def test_a_part_is_compiled_when_it_is_called_and_is_the_same_function() -> None:
    compiled: Any = part(doubled)
    assert compiled.py_func is doubled
    assert not compiled.overloads
