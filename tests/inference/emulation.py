"""Machine code for aarch64, executed on any other processor: linked with a program in assembler, and run by QEMU.

The program reads an image of memory from its standard input, calls a function with the arguments at the beginning of
the image, writes the image back, and exits with what the function returned. It needs neither a C compiler nor a C
library, only the assembler, the linker and the emulator.
"""

from __future__ import annotations

import shutil
import subprocess
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import llvmlite.binding as llvm
import numpy as np
import pytest

from tunesmith.inference import compiling, kernel
from tunesmith.inference.native import _flat, _kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["NEEDS_AARCH64", "Emulated", "assembled"]

ASSEMBLER, LINKER, EMULATOR = "aarch64-linux-gnu-as", "aarch64-linux-gnu-ld", "qemu-aarch64"
NEEDS_AARCH64 = pytest.mark.skipif(
    not all(map(shutil.which, (ASSEMBLER, LINKER, EMULATOR))),
    reason=f"no {LINKER} (Debian's binutils-aarch64-linux-gnu) or no {EMULATOR} (Debian's qemu-user)",
)
PROCESSOR, TRIPLE = "neoverse-n1", "aarch64-unknown-linux-gnu"
"""An early processor with dot products: the emulator refuses what it does not have."""

IMAGE, ROOM = 1 << 30, 1 << 28
"""The address that the image is linked to, and the most bytes of it."""
LINE = 64
PROGRAM = """
        .section .image, "aw", %nobits
        .space  {room}
        .text
        .global _start, memset, memcpy
_start: ldr     x19, ={image}
        mov     x20, #0                 // bytes that were read
read:   mov     x0, #0
        add     x1, x19, x20
        ldr     x2, ={room}
        sub     x2, x2, x20
        mov     x8, #63
        svc     #0
        add     x20, x20, x0
        cmp     x0, #0
        b.gt    read
        ldr     x9, [x19]               // how many arguments: eight go into registers, the others onto the stack
        add     x10, x9, #1
        and     x10, x10, #~1
        sub     sp, sp, x10, lsl #3
        add     x11, x19, #72
        mov     x12, sp
push:   cmp     x9, #8
        b.le    call
        ldr     x13, [x11], #8
        str     x13, [x12], #8
        sub     x9, x9, #1
        b       push
call:   ldp     x0, x1, [x19, #8]
        ldp     x2, x3, [x19, #24]
        ldp     x4, x5, [x19, #40]
        ldp     x6, x7, [x19, #56]
        bl      "{symbol}"
        mov     x21, x0
write:  mov     x0, #1
        mov     x1, x19
        mov     x2, x20
        mov     x8, #64
        svc     #0
        add     x19, x19, x0
        subs    x20, x20, x0
        b.gt    write
        mov     x0, x21
        mov     x8, #93
        svc     #0

// LLVM makes calls of these out of loops that fill or copy.
memset: mov     x3, x0
fill:   cbz     x2, done
        strb    w1, [x3], #1
        sub     x2, x2, #1
        b       fill
memcpy: mov     x3, x0
copy:   cbz     x2, done
        ldrb    w4, [x1], #1
        strb    w4, [x3], #1
        sub     x2, x2, #1
        b       copy
done:   ret
"""


def assembled(module: Any) -> bytes:
    """Do for a module what `tunesmith.inference.compiling.assembled` does on such a processor."""
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(cpu=PROCESSOR, opt=3, reloc="static")
    ours = [line for line in str(module).splitlines() if not line.startswith("target ")]
    heads = [f'target triple = "{TRIPLE}"', f'target datalayout = "{machine.target_data}"']
    foreign = llvm.parse_assembly("\n".join([*heads, *ours]))
    options = llvm.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = True
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(foreign, builder)
    return bytes(machine.emit_object(foreign))


class Emulated:
    """Called as a `Native` is, with the same arguments; `compiling.assembled` must be the one above.

    What is compiled goes into `folder`; `calls` counts how often the function was executed.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.calls = name, 0
        self._folder = folder
        self._forms: dict[str, Path] = {}

    def __call__(self, *arguments: Any) -> int:
        """Execute the function once, on copies of the arrays, and take them back as it left them."""
        kinds = " ".join(_kinds(arguments))
        if kinds not in self._forms:
            self._forms[kinds] = self._linked(arguments)
        outcome = np.zeros(2, np.int64)  # the result, and a pointer that numba would hang an exception on
        arrays = [outcome, *_arrays(arguments)]
        places = list(accumulate((_whole_lines(array.nbytes) for array in arrays), initial=LINE * LINE))
        moved = {array.ctypes.data: IMAGE + place for array, place in zip(arrays, places, strict=False)}
        first = moved[outcome.ctypes.data]
        words = [first, first + 8, *(moved.get(word.value, word.value) or 0 for word in _flat(arguments))]
        image = np.zeros(places[-1], np.uint8)
        image[: 8 * len(words) + 8].view(np.int64)[:] = [len(words), *words]
        for array, place in zip(arrays, places, strict=False):
            image[place : place + array.nbytes] = np.frombuffer(array.tobytes(), np.uint8)
        command = [EMULATOR, "-cpu", PROCESSOR, str(self._forms[kinds])]
        done = subprocess.run(command, input=image.tobytes(), capture_output=True, check=True)
        for array, place in zip(arrays, places, strict=False):
            array[...] = np.frombuffer(done.stdout, array.dtype, array.size, place).reshape(array.shape)
        self.calls += 1
        return int(outcome[0])

    def bound(self, *arguments: Any) -> Callable[[int], int]:
        """The function with all arguments but a last whole number."""
        return lambda number: self(*arguments, number)

    def _linked(self, arguments: tuple[Any, ...]) -> Path:
        path = self._folder / f"{self.name}-{len(self._forms)}"
        symbol, code = compiling.compiled(getattr(kernel, self.name), arguments)
        program = PROGRAM.format(image=IMAGE, room=ROOM, symbol=symbol)
        path.with_suffix(".function").write_bytes(code)
        subprocess.run([ASSEMBLER, "-o", path.with_suffix(".program"), "-"], input=program.encode(), check=True)
        parts = [path.with_suffix(".program"), path.with_suffix(".function")]
        subprocess.run([LINKER, "-static", f"--section-start=.image={IMAGE:#x}", "-o", path, *parts], check=True)
        return path


def _arrays(arguments: tuple[Any, ...]) -> Iterator[np.ndarray]:
    for value in arguments:
        if isinstance(value, tuple):
            yield from _arrays(value)
        elif isinstance(value, np.ndarray):
            yield value


def _whole_lines(size: int) -> int:
    return -(-size // LINE) * LINE
