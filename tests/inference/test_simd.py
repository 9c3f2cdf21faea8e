"""Every way of multiplying is held against numpy's whole numbers: on this processor, or on an emulated aarch64."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Any

import llvmlite.binding as llvm
import numpy as np
import pytest
from llvmlite import ir
from numba import njit

from tests.inference.emulation import NEEDS_AARCH64, Emulated, assembled
from tunesmith.inference import compiling, kernel
from tunesmith.inference.arrays import BLOCK, PANELS, ROWS
from tunesmith.inference.processor import processor_features
from tunesmith.inference.simd import SIMD, dot_product, emit_dot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEEDS = {"avx512-vnni": "avx512vnni", "avx2": "avx2", "neon": "dotprod", "plain": None, "float32": None}
ON_AARCH64 = [name for name in SIMD if name not in ("avx512-vnni", "avx2", "wasm")]
ARM = platform.machine() in ("aarch64", "arm64")
WIDTH, LANES = 1536, 4
"""As many inputs as the widest layer of a shipped shape has: sums beyond 2**24, where float32 begins to round."""


def runnable(name: str) -> Any:
    need = NEEDS[name]
    return pytest.param(
        name, marks=pytest.mark.skipif(need is not None and need not in processor_features(), reason=f"no {need}")
    )


def operands(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Weights (PANELS, ROWS, WIDTH), inputs (LANES, WIDTH), starts (LANES,), with every extreme there is."""
    random = np.random.default_rng(5)
    if name == "float32":
        exact = [
            random.standard_normal(shape).astype(np.float32) for shape in ((PANELS, ROWS, WIDTH), (LANES, WIDTH), LANES)
        ]
        return exact[0], exact[1], exact[2], np.zeros((LANES, PANELS, ROWS), np.float32)
    weights, inputs = random.integers(-127, 128, (PANELS, ROWS, WIDTH)), random.integers(-127, 128, (LANES, WIDTH))
    weights[0, 0], weights[0, 1], inputs[0], inputs[1] = 127, -127, 127, -127
    unsigned = name == "avx512-vnni"
    kind = np.uint8 if unsigned else np.int8
    starts = random.integers(-1000, 1000, LANES).astype(np.int32)
    return (
        (weights + 128 * unsigned).astype(kind),
        inputs.astype(np.int8),
        starts,
        np.zeros((LANES, PANELS, ROWS), np.int32),
    )


def interleaved(weights: np.ndarray) -> np.ndarray:
    block = 1 if weights.dtype == np.float32 else BLOCK
    flat = weights.reshape(PANELS, ROWS, -1, block).transpose(2, 0, 1, 3).reshape(-1)
    room = np.zeros(flat.nbytes + 64, np.uint8)
    aligned = room[-room.ctypes.data % 64 :][: flat.nbytes].view(flat.dtype)
    aligned[:] = flat
    return aligned


def multiply(lanes: int, name: str) -> Callable[..., None]:
    """A function for four panels and `lanes` vectors of inputs, yet to be compiled."""
    dot = dot_product(lanes, lambda *_: SIMD[name])

    def multiplied(weights: Any, inputs: Any, starts: Any, sums: Any) -> Any:
        dot((weights, inputs, starts, sums), (0, 0, 0, 0), (WIDTH, PANELS * ROWS, ROWS), WIDTH)
        return 0

    return multiplied


def check(name: str, lanes: int, compiled: Callable[..., int]) -> None:
    """Hold what a compiled function makes of the operands against numpy, to the last bit."""
    weights, inputs, starts, sums = operands(name)
    compiled(interleaved(weights), inputs, starts, sums)
    if name == "float32":
        expected = np.broadcast_to(starts[:, None, None], sums.shape).copy()
        for column in range(WIDTH):
            expected += weights[..., column] * inputs[:, column, None, None]
    else:
        products = np.einsum("prk,nk->npr", weights.astype(np.int64), inputs.astype(np.int64))
        expected = starts[:, None, None] + products
    assert sums[:lanes].tobytes() == expected[:lanes].astype(sums.dtype).tobytes()
    assert not sums[lanes:].any()


@pytest.mark.parametrize("lanes", [1, LANES])
@pytest.mark.parametrize("name", [runnable(name) for name in NEEDS if ARM or name != "neon"])
def test_products_are_exact(name: str, lanes: int) -> None:
    check(name, lanes, njit(multiply(lanes, name)))


@NEEDS_AARCH64
@pytest.mark.parametrize("lanes", [1, LANES])
@pytest.mark.parametrize("name", ON_AARCH64)
def test_products_are_exact_on_aarch64(name: str, lanes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "assembled", assembled)
    monkeypatch.setattr(kernel, "multiplied", multiply(lanes, name), raising=False)
    check(name, lanes, Emulated("multiplied", tmp_path))


def test_neon_multiplies_with_its_own_instruction() -> None:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    module = ir.Module()
    names = ("weights", "inputs", "starts", "sums")
    pointers = [ir.IntType(8).as_pointer()] * 2 + [ir.IntType(32).as_pointer()] * 2
    long = ir.IntType(64)
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), [*pointers, long]), "products")
    builder = ir.IRBuilder(function.append_basic_block())
    values = dict(zip(names, function.args, strict=False))
    values |= {"inputs apart": long(48), "sums apart": long(64), "panels apart": long(16), "width": function.args[4]}
    emit_dot(builder, SIMD["neon"], 1, values)
    builder.ret_void()
    target = llvm.Target.from_triple("aarch64-linux-gnu")
    machine = target.create_target_machine(cpu="neoverse-n1", features="+dotprod", opt=2)
    code = machine.emit_assembly(llvm.parse_assembly(str(module)))
    assert code.count("sdot") == PANELS * ROWS // 4
