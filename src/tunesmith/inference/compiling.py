"""How numba compiles the kernel and its functions, and how an object file is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar, cast

import llvmlite.binding as llvm
import numba
from numba import types
from numba.core.codegen import CPUCodeLibrary
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import cpu_target
from numba.extending import intrinsic

from tunesmith.inference.processor import processor_features

__all__ = ["compiled", "emitted", "instruction", "linked", "part"]

Function = TypeVar("Function", bound=Callable[..., Any])

njit: Any = partial(
    cast("Any", numba.njit), error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False
)
"""Compile without anything that would need numba afterwards: no calls from Python, no memory of its own.

`fastmath` stays off, so that floating point keeps its order and its rounding.
"""


def part(function: Function) -> Function:
    """Compile a function that the kernel calls."""
    return cast("Function", njit(function))


def instruction(function: Function) -> Any:
    """Let compiled functions call one that writes LLVM's own instructions."""
    return intrinsic(function)


class Draft(CPUCodeLibrary):
    """A function that is not linked yet: otherwise numba links, optimises and assembles each with all that it calls."""

    def finalize(self) -> None:
        """Leave it as it is."""
        self._finalized = True

    def _optimize_functions(self, ll_module: Any) -> None:
        """Leave it for the machine that it is assembled for: numba would lay out structures for this processor's."""

    def get_pointer_to_function(self, _name: str) -> int:
        """No address: there is no machine code."""
        return 0

    def linked(self, linkage: str, *others: Draft) -> Any:
        """One module with this function, `others`, and all that they call; everything in it has the same linkage."""
        drafts: dict[Draft, None] = {}
        waiting = [*others, self]
        while waiting:
            draft = waiting.pop()
            if draft not in drafts:
                drafts[draft] = None
                waiting += draft._linking_libraries
        whole = self._final_module.clone()
        for draft in list(drafts)[1:]:
            whole.link_in(draft._final_module, preserve=True)
        for function in whole.functions:
            if not function.is_declaration:
                function.linkage = linkage
        return whole

    def _get_module_for_linking(self) -> Any:
        """What numba links into code that it compiles in its own way."""
        if self._shared_module is None:
            self._shared_module = self.linked("linkonce_odr")
        return self._shared_module


@contextmanager
def drafts() -> Iterator[None]:
    """While the context lasts, numba compiles to drafts."""
    codegen = cpu_target.target_context.codegen()
    codegen._library_class, codegen.set_env = Draft, lambda *_: None
    try:
        yield
    finally:
        del codegen._library_class, codegen.set_env


def compiled(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[str, bytes]:
    """Compile a function of the kernel for `arguments`; its symbol and an object file."""
    [symbol], module = linked((function, arguments))
    return symbol, assembled(module)


def linked(*calls: tuple[Callable[..., Any], tuple[Any, ...]]) -> tuple[list[str], Any]:
    """Functions of the kernel, each for its arguments, with what they call: symbols and a module for any processor."""
    with drafts(), global_compiler_lock:
        forms = [_form(*call) for call in calls]
        first, *others = [form.library for form in forms]
        module = first.linked("internal", *others)
        symbols = [form.fndesc.llvm_func_name for form in forms]
        for symbol in symbols:
            module.get_function(symbol).linkage = "external"
    return symbols, module


def _form(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """What numba compiles a function for `arguments` to."""
    dispatcher = njit(types.int64(*map(numba.typeof, arguments)))(getattr(function, "py_func", function))
    return dispatcher.overloads[dispatcher.signatures[0]]


def assembled(module: Any) -> bytes:
    """Optimise a module for this processor, with the widest vectors it has, and turn it into an object file."""
    target = llvm.Target.from_default_triple()
    wide, place = (",-prefer-256-bit", "static") if target.name.startswith("x86") else ("", "default")
    able = llvm.get_host_cpu_features().flatten() + wide + (",+dotprod" if "dotprod" in processor_features() else "")
    machine = target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=able, opt=3, reloc=place, codemodel="jitdefault", jit=True
    )
    return emitted(module, machine)


def emitted(module: Any, machine: Any) -> bytes:
    """Optimise a module for a machine of LLVM's, and turn it into an object file."""
    options = llvm.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = True
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    return bytes(machine.emit_object(module))
