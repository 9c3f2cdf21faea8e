"""One step of the network for all lanes: a character in, logits out.

Shapes: N lanes (a multiple of 4), H hidden, L layers, V characters. A layer reads the outputs of the layer
below and its own as one range of `outputs`, which holds all layers side by side and is overwritten in place.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tunesmith.inference.activations import activate
from tunesmith.inference.arrays import PANELS, ROWS
from tunesmith.inference.compiled import ending_degree
from tunesmith.inference.compiling import part
from tunesmith.inference.simd import dot_four, dot_one
from tunesmith.model.encoder import END_TOLD, READS_GOALS, READS_POSITION
from tunesmith.model.position_features import DEGREES, TONICS
from tunesmith.model.position_state import STEPS

__all__ = ["products", "step"]

GROUP = PANELS * ROWS


@part
def products(packed: Any, lanes: Any, count: int, layer: int, at: int, width: int) -> None:
    """Multiply the panels of a layer, which begin at weight `at`, with the `width` outputs below it and of its own."""
    arrays = (packed.weights, lanes.outputs, lanes.starts, lanes.sums)
    stride, rows = lanes.outputs.shape[1], lanes.sums.shape[1]
    first = max(layer - 1, 0) * packed.hidden
    apart, taken, groups = packed.hidden, ROWS, packed.hidden // ROWS
    if layer == packed.layers:
        apart, taken, groups = ROWS, GROUP, len(packed.scales[4 * packed.hidden * layer :]) // GROUP
    for lane in range(count):
        total = 0
        for column in range(first, first + width):
            total += int(lanes.outputs[lane, column])
        lanes.starts[lane] = packed.offset * total
    for group in range(groups):
        here, lane = at + group * GROUP * width, 0
        if count == 1:
            dot_one(arrays, (here, first, lane, group * taken), (stride, rows, apart), width)
        else:
            for lane in range(0, count, 4):
                places = (here, lane * stride + first, lane, lane * rows + group * taken)
                dot_four(arrays, places, (stride, rows, apart), width)


@part
def _add_up(table: Any, step: Any, symbols: Any, reading: Any) -> None:
    """Add up the rows of the table (4H,) that one lane reads, two at a time: there is always an odd number of them.

    Whole steps are added without rounding: 2**24 of them would fit.
    """
    first = table[symbols[0]]
    for j in range(len(reading)):
        reading[j] = np.float32(first[j])
    for place in range(1, len(symbols) - 1, 2):
        one, other = table[symbols[place]], table[symbols[place + 1]]
        for j in range(len(reading)):
            reading[j] = (reading[j] + np.float32(one[j])) + np.float32(other[j])
    for j in range(len(reading)):
        reading[j] *= step


@part
def step(packed: Any, lanes: Any, count: int) -> None:
    """Read `lanes.symbols` in the first `count` lanes and leave the logits of the next in `lanes.logits`."""
    hidden = packed.hidden
    at = 0
    for layer in range(packed.layers):
        width = hidden if layer == 0 else 2 * hidden
        products(packed, lanes, count, layer, at, width)
        at += 4 * hidden * width
        row, first = 4 * hidden * layer, hidden * layer
        scales, biases = packed.scales[row : row + 4 * hidden], packed.biases[row : row + 4 * hidden]
        for lane in range(count):
            cells, outputs = lanes.cells[lane, first : first + hidden], lanes.outputs[lane, first : first + hidden]
            if layer == 0:
                _add_up(packed.table, packed.step[0], lanes.symbols[lane], lanes.reading)
            activate(lanes.sums[lane], scales, biases if layer else lanes.reading, cells, outputs)
    products(packed, lanes, count, packed.layers, at, hidden)
    scales, biases = packed.scales[4 * hidden * packed.layers :], packed.biases[4 * hidden * packed.layers :]
    for lane in range(count):
        for j in range(packed.vocabulary):
            lanes.logits[lane, j] = np.float32(lanes.sums[lane, j]) * scales[j] + biases[j]
        _believe(packed, lanes.sums[lane], scales, biases, lanes.symbols[lane], lanes.logits[lane])


@part
def _believe(packed: Any, sums: Any, scales: Any, biases: Any, symbols: Any, logits: Any) -> None:
    """Add the beliefs in repeat features, degrees of the scale and a told end to the characters that they predict."""
    first, repeats = packed.vocabulary, len(packed.encoder.lags)
    for place in range(repeats):
        j, predicted = first + place, symbols[1 + place] - first * (1 + place)
        logits[predicted] += np.float32(sums[j]) * scales[j] + biases[j]
    if packed.encoder.reads[READS_POSITION]:
        tonic = (symbols[len(symbols) - 1] + TONICS - len(packed.table)) % STEPS
        for height in range(len(packed.letters)):
            j = first + repeats + STEPS - 1 + height - tonic
            logits[packed.letters[height]] += np.float32(sums[j]) * scales[j] + biases[j]
        if packed.encoder.reads[READS_GOALS]:
            place, row = END_TOLD
            end, j = ending_degree(symbols[len(symbols) - place] + row - len(packed.table)), first + repeats + DEGREES
            for height in range(len(packed.letters)):
                if (height - tonic) % STEPS == end:
                    logits[packed.letters[height]] += np.float32(sums[j]) * scales[j] + biases[j]
