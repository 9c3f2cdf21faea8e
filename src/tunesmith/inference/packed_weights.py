"""A network's weights as the kernel reads them: panels of bytes, a scale a row, and a table for the first layer.

Shapes: V characters, S repeat features, E embedding, H hidden (filled up with idle cells to a multiple of 16), L
layers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np

from tunesmith.inference.arrays import BLOCK, PANELS, ROWS, STEPS, PackedWeights
from tunesmith.inference.processor import processor_features
from tunesmith.model.encoder import EncoderSpec
from tunesmith.model.position_state import LETTERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["Precision", "pack"]

Precision = Literal["int8", "float32"]
Weights = Mapping[str, "NDArray[np.float32]"]
ALIGNMENT = 64
FINEST = 2**15 - 1
"""Steps from 0 to the largest number of the table."""


def pack(checkpoint: Checkpoint, precision: Precision = "int8", panel_type: str | None = None) -> PackedWeights:
    """Quantise and lay out the weights; `panel_type` other than the processor's best is for tests and measurements."""
    kind = np.dtype("float32" if precision == "float32" else panel_type or best_type())
    config, weights = checkpoint.config, checkpoint.weights
    hidden = -(-config.hidden // ROWS) * ROWS
    layers = [_layer(weights, layer, hidden) for layer in range(config.layers)]
    output, bias = _output(checkpoint, hidden)
    quantised = [_quantised(matrix, kind) for matrix in (*[matrix for matrix, _ in layers], output)]
    biases = [*[bias for _, bias in layers], bias]
    table = weights["embedding.weight"] @ _gates(weights["lstm.weight_ih_l0"], hidden).T
    table[: config.vocabulary_size] += biases[0]
    blocks = [
        _interleaved(matrix.reshape(PANELS, -1, ROWS, matrix.shape[1]).swapaxes(0, 1)) for matrix, _ in quantised[:-1]
    ]
    step = np.ones(1, np.float32)
    if kind != np.float32:
        step[0] = (np.abs(table).max() or 1) / FINEST
        table = np.rint(table / step).astype(np.int16)
    return PackedWeights(
        weights=_aligned(np.concatenate([*blocks, _interleaved(quantised[-1][0].reshape(-1, PANELS, ROWS, hidden))])),
        scales=np.concatenate([scale for _, scale in quantised]),
        biases=np.concatenate(biases),
        table=np.ascontiguousarray(table),
        step=step,
        encoder=EncoderSpec.of(config, checkpoint.vocabulary.idx_to_char),
        letters=checkpoint.vocabulary.encode(LETTERS).astype(np.int64),
        offset=-128 if kind == np.uint8 else 0,
        hidden=hidden,
        layers=config.layers,
        vocabulary=config.vocabulary_size,
    )


def best_type() -> str:
    """The type of integer panels that is fastest on this processor: `uint8` with VNNI, else `int8`."""
    return "uint8" if {"avx512vnni", "avx512bw"} <= processor_features() else "int8"


def _gates(matrix: NDArray[np.float32], hidden: int) -> NDArray[np.float32]:
    """Give each of the four gates rows up to `hidden`; the rows added are zero, so that their cells stay at zero."""
    cells = len(matrix) // PANELS
    filled = np.zeros((PANELS, hidden, *matrix.shape[1:]), np.float32)
    filled[:, :cells] = matrix.reshape(PANELS, cells, *matrix.shape[1:])
    return filled.reshape(PANELS * hidden, *matrix.shape[1:])


def _layer(weights: Weights, layer: int, hidden: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """One matrix (4H, H or 2H) for what a layer reads from below, but for the first, and from itself; its bias."""
    names = [f"lstm.weight_hh_l{layer}"] if layer == 0 else [f"lstm.weight_ih_l{layer}", f"lstm.weight_hh_l{layer}"]
    matrix = np.zeros((PANELS * hidden, len(names) * hidden), np.float32)
    for place, name in enumerate(names):
        matrix[:, place * hidden : place * hidden + weights[name].shape[1]] = _gates(weights[name], hidden)
    return matrix, _gates(weights[f"lstm.bias_ih_l{layer}"] + weights[f"lstm.bias_hh_l{layer}"], hidden)


def _output(checkpoint: Checkpoint, hidden: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The matrix of logits and beliefs, (V + beliefs, filled up to whole groups of panels, H), and its bias."""
    weights = checkpoint.weights
    head, head_bias = checkpoint.output, weights["output.bias"]
    if checkpoint.config.beliefs:
        head = np.concatenate([head, weights["belief.weight"]])
        head_bias = np.append(head_bias, weights["belief.bias"])
    rows = -(-len(head) // (PANELS * ROWS)) * PANELS * ROWS
    matrix, bias = np.zeros((rows, hidden), np.float32), np.zeros(rows, np.float32)
    matrix[: len(head), : head.shape[1]] = head
    bias[: len(head)] = head_bias
    return matrix, bias


def _quantised(matrix: NDArray[np.float32], kind: np.dtype) -> tuple[NDArray[np.generic], NDArray[np.float32]]:
    if kind == np.float32:
        return matrix, np.ones(len(matrix), np.float32)
    largest = np.abs(matrix).max(axis=1)
    step = np.where(largest > 0, largest, 1).astype(np.float32) / np.float32(STEPS)
    whole = np.rint(matrix / step[:, None]).astype(np.int16)
    return (whole + 128 if kind == np.uint8 else whole).astype(kind), step / np.float32(STEPS)


def _interleaved(panels: NDArray[np.generic]) -> NDArray[np.generic]:
    """Turn (groups, 4 panels, 16 rows, inputs) into the order in which the kernel reads it, as one flat array."""
    block = 1 if panels.dtype == np.float32 else BLOCK
    groups, _, _, inputs = panels.shape
    cut = panels.reshape(groups, PANELS, ROWS, inputs // block, block)
    return cut.transpose(0, 3, 1, 2, 4).reshape(-1)


def _aligned(flat: NDArray[np.generic]) -> NDArray[np.generic]:
    """A copy whose address is a multiple of a cache line."""
    room = np.empty(flat.nbytes + ALIGNMENT, np.uint8)
    start = -room.ctypes.data % ALIGNMENT
    copy = room[start : start + flat.nbytes].view(flat.dtype)
    copy[:] = flat
    return copy
