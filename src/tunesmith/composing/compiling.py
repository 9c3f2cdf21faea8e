"""What numba is told, and how the kernel becomes an object file."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

import numba
from numba import types
from numba.extending import intrinsic

__all__ = ["compiled", "instruction", "part"]

Function = TypeVar("Function", bound=Callable[..., Any])

njit: Any = partial(
    cast("Any", numba.njit), error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False
)
"""Compile without anything that would need numba afterwards: no calls from Python, no memory of its own.

Nor is there any 'fast math': floating point keeps its order and its rounding.
"""


def part(function: Function) -> Function:
    """Compile a function that the kernel calls."""
    return cast("Function", njit(function))


def instruction(function: Function) -> Any:
    """Let compiled functions call one that writes LLVM's own instructions."""
    return intrinsic(function)


def compiled(name: str, arguments: tuple[Any, ...]) -> tuple[str, bytes]:
    """Compile a function of `tunesmith.composing.kernel` for `arguments`; its symbol and an object file."""
    function = getattr(importlib.import_module("tunesmith.composing.kernel"), name)
    dispatcher = njit(types.int64(*map(numba.typeof, arguments)))(function)
    form = dispatcher.overloads[dispatcher.signatures[0]]
    return form.fndesc.llvm_func_name, form.library._get_compiled_object()
