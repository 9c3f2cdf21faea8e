"""The activations of an LSTM cell, in float32 that rounds alike on every processor.

IEEE 754 rounds each operation exactly (add, subtract, multiply, divide), and they come one after another in a fixed
order. No mathematical library is called, and no operations are fused: numba fuses none unless it is asked to.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types

from tunesmith.inference.arrays import STEPS
from tunesmith.inference.compiling import instruction, part

__all__ = ["activate", "exponential", "kept"]

ONE, TWO = np.float32(1), np.float32(2)
SATURATED = np.float32(30)
"""Beyond it, exp(-x) no longer changes 1 + exp(-x), and its mirror image makes the sigmoid 1e-13."""
LOG2_E = np.float32(1.4426950408889634)
LOG_2_HIGH, LOG_2_LOW = np.float32(0.693359375), np.float32(-2.12194440e-4)
WHOLE = 3 << 22
"""Added and taken away again, it rounds a small float32 to the nearest whole number, halves to even."""
TERMS = tuple(np.float32(1 / denominator) for denominator in (2, 6, 24, 120, 720))
BIAS, FRACTION = np.int32(127), np.int32(23)


@instruction
def as_float(_typing: Any, _bits: Any) -> Any:
    """Read the bits of an int32 as a float32."""

    def generate(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        return builder.bitcast(values[0], ir.FloatType())

    return types.float32(types.int32), generate


@instruction
def kept(_typing: Any, output: Any, outputs: Any) -> Any:
    """Return the output of a cell as it is stored: in whole 127ths if `outputs` holds integers."""

    def generate(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        if outputs.dtype == types.float32:
            return values[0]
        steps, whole = ir.FloatType()(STEPS), ir.FloatType()(WHOLE)
        rounded = builder.fsub(builder.fadd(builder.fmul(values[0], steps), whole), whole)
        return builder.trunc(builder.fptosi(rounded, ir.IntType(32)), ir.IntType(outputs.dtype.bitwidth))

    return outputs.dtype(output, outputs), generate


@part
def exponential(x: Any) -> Any:
    """e to the power of x, for x from -87 to 88; the error is below 3e-7 of the result."""
    power = (x * LOG2_E + np.float32(WHOLE)) - np.float32(WHOLE)
    rest = (x - power * LOG_2_HIGH) - power * LOG_2_LOW
    series = TERMS[4] * rest + TERMS[3]
    series = series * rest + TERMS[2]
    series = series * rest + TERMS[1]
    series = series * rest + TERMS[0]
    series = (series * rest + ONE) * rest + ONE
    return series * as_float((np.int32(power) + BIAS) << FRACTION)


@part
def _falling(sum_: Any, scale: Any, bias: Any, factor: Any) -> Any:
    """exp(-factor * gate input), with the gate input saturated."""
    x = factor * (np.float32(sum_) * scale + bias)
    return exponential(max(min(-x, SATURATED), -SATURATED))


@part
def activate(sums: Any, scales: Any, biases: Any, cells: Any, outputs: Any) -> None:
    """Step the cells of one layer in one lane: `sums`, `scales` and `biases` are (4H,) in torch's order i, f, g, o.

    With a(x) = exp(-x): sigmoid(x) = 1 / (1 + a(x)) and tanh(x) = (1 - a(2x)) / (1 + a(2x)), so that three divisions
    do for the five functions.
    """
    hidden = np.uintp(len(cells))  # unsigned: the compiler need not check for an index from the end
    for j in range(hidden):
        to_f, to_g, to_o = hidden + j, hidden + hidden + j, hidden + hidden + hidden + j
        i = _falling(sums[j], scales[j], biases[j], ONE)
        f = _falling(sums[to_f], scales[to_f], biases[to_f], ONE)
        g = _falling(sums[to_g], scales[to_g], biases[to_g], TWO)
        o = _falling(sums[to_o], scales[to_o], biases[to_o], ONE)
        cell = cells[j] / (ONE + f) + (ONE - g) / ((ONE + i) * (ONE + g))
        c = exponential(max(min(-TWO * cell, SATURATED), -SATURATED))
        cells[j] = cell
        outputs[j] = kept((ONE - c) / ((ONE + o) * (ONE + c)), outputs)
