"""The kernel as one WebAssembly module, from the functions that numba compiles for processors.

numba writes LLVM's intermediate code with whole numbers and shapes of 64 bits. Only addresses depend on the target,
and LLVM makes 32 bits of them. The module imports a memory and nothing else.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import llvmlite.binding as llvm

from tunesmith.inference import kernel
from tunesmith.inference.compiling import emitted, linked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FUNCTIONS", "HEAP", "linker", "webassembly"]

FUNCTIONS, HEAP = ("run", "read"), "__heap_base"
"""What the module exports: what composes, what reads given texts, and from which address memory is the caller's."""
TRIPLE = "wasm32-unknown-unknown"
FEATURES = "+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint,+mutable-globals"
"""What every browser of 2023 and later has."""
STACK = 1 << 16


def webassembly(arguments: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The module with FUNCTIONS of `tunesmith.inference.kernel`, for arguments of the types of these, by name."""
    symbols, module = linked(*((getattr(kernel, name), tuple(arguments[name].values())) for name in FUNCTIONS))
    for variable in module.global_variables:
        if variable.linkage.name == "common":  # WebAssembly has no such variables; numba's are never read
            variable.linkage = "internal"
    for symbol, name in zip(symbols, FUNCTIONS, strict=True):
        module.get_function(symbol).name = name
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(features=FEATURES, opt=3, reloc="static")
    module.triple, module.data_layout = TRIPLE, str(machine.target_data)
    return executable(emitted(module, machine))


def executable(code: bytes) -> bytes:
    """Link an object file: lay out its memory, drop what is not called, and export FUNCTIONS and HEAP."""
    with TemporaryDirectory() as folder:
        before, after = Path(folder, "kernel.o"), Path(folder, "kernel.wasm")
        before.write_bytes(code)
        exports = [f"--export={name}" for name in (*FUNCTIONS, HEAP)]
        how = ["--no-entry", "--import-memory", "--strip-all", "--stack-first", "-O2", "-z", f"stack-size={STACK}"]
        subprocess.run([*linker(), *how, *exports, "-o", after, before], check=True)
        return after.read_bytes()


def linker() -> Sequence[str]:
    """The command of LLVM's linker for WebAssembly, which the package ziglang brings along."""
    return (sys.executable, "-m", "ziglang", "wasm-ld")
