from __future__ import annotations

from numba.core.codegen import JITCPUCodegen
from numba.core.registry import cpu_target

from tunesmith.inference.compiling import Draft, compiled, drafts, part


def doubled(number: int) -> int:
    return 2 * number


def test_an_object_file_holds_the_symbol_of_its_function() -> None:
    symbol, data = compiled(doubled, (1,))
    assert "doubled" in symbol
    assert symbol.encode() in data


def test_numba_drafts_only_as_long_as_it_is_told_to() -> None:
    codegen = cpu_target.target_context.codegen()
    with drafts():
        assert codegen._library_class is Draft
    assert codegen._library_class is JITCPUCodegen._library_class


def test_a_part_is_compiled_when_it_is_called_and_is_the_same_function() -> None:
    assert part(doubled).py_func is doubled  # type: ignore[attr-defined]
    assert not part(doubled).overloads  # type: ignore[attr-defined]
