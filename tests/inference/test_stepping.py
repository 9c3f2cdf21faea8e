"""The kernel's integers and its float32, to the last bit, as numpy has them when it rounds after every operation."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numba import njit

from tests.composing.conftest import chance_checkpoint
from tunesmith.inference.arrays import BLOCK, PANELS, ROWS, Lanes
from tunesmith.inference.packed_weights import pack
from tunesmith.inference.processor import processor_features
from tunesmith.inference.stepping import step
from tunesmith.model import position_features
from tunesmith.model.encoder import END_TOLD, READS_GOALS
from tunesmith.model.goal_features import GOAL_ROWS, ending_degree
from tunesmith.model.position_features import DEGREES, TONICS
from tunesmith.model.position_state import STEPS
from tunesmith.model.repeat_features import STRENGTHS

if TYPE_CHECKING:
    from tunesmith.inference.arrays import PackedWeights

SINGLE = np.float32
WHOLE = SINGLE(3 << 22)
HAS_VNNI = pytest.mark.skipif("avx512vnni" not in processor_features(), reason="no avx512vnni")


@njit
def read(packed: Any, lanes: Any, symbols: Any, count: int) -> None:
    for place in range(len(symbols)):
        lanes.symbols[:] = symbols[place]
        step(packed, lanes, count)


class Numpy:
    """One lane, computed by numpy from the same panels."""

    def __init__(self, packed: PackedWeights) -> None:
        self.packed = packed
        hidden = packed.hidden
        widths = [hidden, *[2 * hidden] * (packed.layers - 1)]
        self.matrices, at = [], 0
        for width in widths:
            blocks = packed.weights[at : at + 4 * hidden * width].reshape(-1, width // BLOCK, PANELS, ROWS, BLOCK)
            matrix = blocks.transpose(2, 0, 3, 1, 4).reshape(4 * hidden, width)
            self.matrices.append(matrix.astype(np.int64) + packed.offset)
            at += 4 * hidden * width
        blocks = packed.weights[at:].reshape(-1, hidden // BLOCK, PANELS, ROWS, BLOCK)
        self.output = blocks.transpose(0, 2, 3, 1, 4).reshape(-1, hidden).astype(np.int64) + packed.offset
        self.outputs = np.zeros(packed.layers * hidden, np.int8)
        self.cells = np.zeros(packed.layers * hidden, np.float32)

    def step(self, symbols: np.ndarray) -> np.ndarray:
        packed, hidden = self.packed, self.packed.hidden
        for layer, matrix in enumerate(self.matrices):
            rows, here = (
                slice(4 * hidden * layer, 4 * hidden * (layer + 1)),
                slice(hidden * layer, hidden * (layer + 1)),
            )
            sums = matrix @ self.outputs[max(layer - 1, 0) * hidden : (layer + 1) * hidden].astype(np.int64)
            bias = (
                packed.biases[rows]
                if layer
                else functools.reduce(np.add, packed.table[symbols].astype(np.float32)) * packed.step
            )
            i, f, g, o = (sums.astype(SINGLE) * packed.scales[rows] + bias).reshape(4, hidden)
            i, f, g, o = falling(i), falling(f), falling(SINGLE(2) * g), falling(o)
            one = SINGLE(1)
            cell = self.cells[here] / (one + f) + (one - g) / ((one + i) * (one + g))
            c = falling(SINGLE(2) * cell)
            self.cells[here] = cell
            self.outputs[here] = ((one - c) / ((one + o) * (one + c)) * SINGLE(127) + WHOLE - WHOLE).astype(np.int8)
        sums = self.output @ self.outputs[-hidden:].astype(np.int64)
        rows = slice(4 * hidden * packed.layers, None)
        logits = sums.astype(SINGLE) * packed.scales[rows] + packed.biases[rows]
        beliefs, repeats = logits[packed.vocabulary :], len(packed.encoder.lags)
        for repeat in range(repeats):
            logits[symbols[1 + repeat] - (1 + repeat) * packed.vocabulary] += beliefs[repeat]
        tonic = (symbols[-1] - len(packed.table) + TONICS) % STEPS
        for height, letter in enumerate(packed.letters):
            logits[letter] += beliefs[repeats + height - tonic + STEPS - 1]
        if packed.encoder.reads[READS_GOALS]:
            place, row = END_TOLD
            end = ending_degree(symbols[-place] - len(packed.table) + row)
            for height, letter in enumerate(packed.letters):
                if (height - tonic) % STEPS == end:
                    logits[letter] += beliefs[repeats + DEGREES]
        return logits[: packed.vocabulary]


def falling(x: np.ndarray) -> np.ndarray:
    x = np.clip(-x, SINGLE(-30), SINGLE(30))
    power = (x * SINGLE(math.log2(math.e)) + WHOLE) - WHOLE
    rest = (x - power * SINGLE(0.693359375)) - power * SINGLE(-2.12194440e-4)
    series = np.full_like(x, SINGLE(1 / 720))
    for term in (1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1):
        series = series * rest + SINGLE(term)
    return series * ((power.astype(np.int32) + 127) << 23).view(SINGLE)


@pytest.mark.parametrize("panel_type", ["int8", pytest.param("uint8", marks=HAS_VNNI)])
@pytest.mark.parametrize(("count", "goals"), [(1, False), (1, True), (6, False)])
def test_every_bit_is_as_numpy_has_it(panel_type: str, count: int, goals: bool) -> None:
    packed = pack(chance_checkpoint(hidden=40, layers=3, goals=goals), panel_type=panel_type)
    lanes = Lanes.create(packed, count)
    random = np.random.default_rng(3)
    symbols = random.integers(0, packed.vocabulary, (60, *lanes.symbols.shape)).astype(np.int32)
    symbols[..., 1:4] += packed.vocabulary * np.arange(1, 4)
    symbols[..., 4:7] = packed.vocabulary * 4 + random.integers(0, 3 * STRENGTHS, (60, len(symbols[0]), 3))
    rows = GOAL_ROWS * goals + position_features.ROWS
    first = packed.vocabulary * 4 + 3 * STRENGTHS + np.cumsum([0, *rows[:-1]])
    symbols[..., 7:] = first + random.integers(0, rows, (60, len(symbols[0]), len(rows)))
    read(packed, lanes, symbols, count)
    for lane in range(count):
        judge = Numpy(packed)
        logits = [judge.step(row) for row in symbols[:, lane]][-1]
        assert lanes.outputs[lane].tobytes() == judge.outputs.tobytes()
        assert lanes.cells[lane].tobytes() == judge.cells.tobytes()
        assert lanes.logits[lane].tobytes() == logits.tobytes()
