"""Every way of multiplying that this processor has is held against numpy's whole numbers; NEON's code is read."""

from __future__ import annotations

from typing import Any

import llvmlite.binding as llvm
import numpy as np
import pytest
from llvmlite import ir
from numba import njit

from tunesmith.composing.arrays import BLOCK, PANELS, ROWS
from tunesmith.composing.instructions import SIMD, dot_product, emit_dot
from tunesmith.composing.native import features

NEEDS = {"avx512-vnni": "avx512vnni", "avx2": "avx2", "neon": "dotprod", "plain": None, "float32": None}
WIDTH, LANES = 48, 4


def runnable(name: str) -> Any:
    need = NEEDS[name]
    return pytest.param(
        name, marks=pytest.mark.skipif(need is not None and need not in features(), reason=f"no {need}")
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


@pytest.mark.parametrize("lanes", [1, LANES])
@pytest.mark.parametrize("name", [runnable(name) for name in SIMD])
def test_products_are_exact(name: str, lanes: int) -> None:
    dot = dot_product(lanes, lambda _: SIMD[name])

    @njit
    def multiply(weights: Any, inputs: Any, starts: Any, sums: Any) -> None:
        dot((weights, inputs, starts, sums), (0, 0, 0, 0), (WIDTH, PANELS * ROWS, ROWS), WIDTH)

    weights, inputs, starts, sums = operands(name)
    multiply(interleaved(weights), inputs, starts, sums)
    if name == "float32":
        expected = np.broadcast_to(starts[:, None, None], sums.shape).copy()
        for column in range(WIDTH):
            expected += weights[..., column] * inputs[:, column, None, None]
    else:
        products = np.einsum("prk,nk->npr", weights.astype(np.int64), inputs.astype(np.int64))
        expected = starts[:, None, None] + products
    assert sums[:lanes].tobytes() == expected[:lanes].astype(sums.dtype).tobytes()
    assert not sums[lanes:].any()


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
