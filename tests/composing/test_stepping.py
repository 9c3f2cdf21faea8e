"""The kernel's integers and its float32, to the last bit, as numpy has them when it rounds after every operation."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numba import njit
from tests.composing.conftest import chance_checkpoint

from tunesmith.composing.arrays import BLOCK, PANELS, ROWS, Lanes
from tunesmith.composing.native import features
from tunesmith.composing.panels import pack
from tunesmith.composing.stepping import step
from tunesmith.network import bearings
from tunesmith.network.bearings import BEARINGS, STEPS, TONICS
from tunesmith.network.echoes import STRENGTHS

if TYPE_CHECKING:
    from tunesmith.composing.arrays import Panels

SINGLE = np.float32
WHOLE = SINGLE(3 << 22)
HAS_VNNI = pytest.mark.skipif("avx512vnni" not in features(), reason="no avx512vnni")


@njit
def read(panels: Any, lanes: Any, symbols: Any, count: int) -> None:
    for place in range(len(symbols)):
        lanes.symbols[:] = symbols[place]
        step(panels, lanes, count)


class Numpy:
    """One lane, computed by numpy from the same panels."""

    def __init__(self, panels: Panels) -> None:
        self.panels = panels
        hidden = panels.hidden
        widths = [hidden, *[2 * hidden] * (panels.layers - 1)]
        self.matrices, at = [], 0
        for width in widths:
            blocks = panels.weights[at : at + 4 * hidden * width].reshape(-1, width // BLOCK, PANELS, ROWS, BLOCK)
            matrix = blocks.transpose(2, 0, 3, 1, 4).reshape(4 * hidden, width)
            self.matrices.append(matrix.astype(np.int64) + panels.offset)
            at += 4 * hidden * width
        blocks = panels.weights[at:].reshape(-1, hidden // BLOCK, PANELS, ROWS, BLOCK)
        self.output = blocks.transpose(0, 2, 3, 1, 4).reshape(-1, hidden).astype(np.int64) + panels.offset
        self.outputs = np.zeros(panels.layers * hidden, np.int8)
        self.cells = np.zeros(panels.layers * hidden, np.float32)

    def step(self, symbols: np.ndarray) -> np.ndarray:
        panels, hidden = self.panels, self.panels.hidden
        for layer, matrix in enumerate(self.matrices):
            rows, here = (
                slice(4 * hidden * layer, 4 * hidden * (layer + 1)),
                slice(hidden * layer, hidden * (layer + 1)),
            )
            sums = matrix @ self.outputs[max(layer - 1, 0) * hidden : (layer + 1) * hidden].astype(np.int64)
            bias = (
                panels.biases[rows]
                if layer
                else functools.reduce(np.add, panels.table[symbols].astype(np.float32)) * panels.step
            )
            i, f, g, o = (sums.astype(SINGLE) * panels.scales[rows] + bias).reshape(4, hidden)
            i, f, g, o = falling(i), falling(f), falling(SINGLE(2) * g), falling(o)
            one = SINGLE(1)
            cell = self.cells[here] / (one + f) + (one - g) / ((one + i) * (one + g))
            c = falling(SINGLE(2) * cell)
            self.cells[here] = cell
            self.outputs[here] = ((one - c) / ((one + o) * (one + c)) * SINGLE(127) + WHOLE - WHOLE).astype(np.int8)
        sums = self.output @ self.outputs[-hidden:].astype(np.int64)
        rows = slice(4 * hidden * panels.layers, None)
        logits = sums.astype(SINGLE) * panels.scales[rows] + panels.biases[rows]
        beliefs, echoes = logits[panels.vocabulary :], len(panels.hearing.lags)
        for echo in range(echoes):
            logits[symbols[1 + echo] - (1 + echo) * panels.vocabulary] += beliefs[echo]
        tonic = (symbols[-1] - len(panels.table) + TONICS) % STEPS
        for height, letter in enumerate(panels.letters):
            logits[letter] += beliefs[echoes + height - tonic + STEPS - 1]
        return logits[: panels.vocabulary]


def falling(x: np.ndarray) -> np.ndarray:
    x = np.clip(-x, SINGLE(-30), SINGLE(30))
    power = (x * SINGLE(math.log2(math.e)) + WHOLE) - WHOLE
    rest = (x - power * SINGLE(0.693359375)) - power * SINGLE(-2.12194440e-4)
    series = np.full_like(x, SINGLE(1 / 720))
    for term in (1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1):
        series = series * rest + SINGLE(term)
    return series * ((power.astype(np.int32) + 127) << 23).view(SINGLE)


@pytest.mark.parametrize("panel_type", ["int8", pytest.param("uint8", marks=HAS_VNNI)])
@pytest.mark.parametrize("count", [1, 6])
def test_every_bit_is_as_numpy_has_it(panel_type: str, count: int) -> None:
    panels = pack(chance_checkpoint(hidden=40, layers=3), panel_type=panel_type)
    lanes = Lanes.create(panels, count)
    random = np.random.default_rng(3)
    symbols = random.integers(0, panels.vocabulary, (60, *lanes.symbols.shape)).astype(np.int32)
    symbols[..., 1:4] += panels.vocabulary * np.arange(1, 4)
    symbols[..., 4:7] = panels.vocabulary * 4 + random.integers(0, 3 * STRENGTHS, (60, len(symbols[0]), 3))
    first = panels.vocabulary * 4 + 3 * STRENGTHS + np.cumsum([0, *bearings.ROWS[:-1]])
    symbols[..., 7:] = first + random.integers(0, bearings.ROWS, (60, len(symbols[0]), BEARINGS))
    read(panels, lanes, symbols, count)
    for lane in range(count):
        judge = Numpy(panels)
        logits = [judge.step(row) for row in symbols[:, lane]][-1]
        assert lanes.outputs[lane].tobytes() == judge.outputs.tobytes()
        assert lanes.cells[lane].tobytes() == judge.cells.tobytes()
        assert lanes.logits[lane].tobytes() == logits.tobytes()
