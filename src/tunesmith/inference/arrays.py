"""What the kernel works on, as flat arrays: weights, states, and the batch of tunes.

Shapes: V characters, S repeat features, W rows read with a character, H hidden (a multiple of 16), L layers, N lanes, T
places for tunes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tunesmith.model.encoder import EncoderSpec, Memory

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ENDED", "FREE", "RUNNING", "STOPPED", "STUCK", "TUNE", "WAITING", "BatchState", "Lanes", "OwnFilters",
    "PackedWeights",
]  # fmt: skip

ROWS = 16
"""Rows of a panel: so many rows of a weight matrix, packed together (Goto and van de Geijn 2008)."""
PANELS = 4
"""Panels that stand together: the four gates of sixteen cells."""
BLOCK = 4
"""Inputs in one block of an integer panel; a float32 block has one."""

STEPS = 127
"""Steps from 0 to the largest weight of a row, and from 0 to 1 for the output of a cell."""


class PackedWeights(NamedTuple):
    """The weights of one network; immutable, shared by all threads that compose with it.

    `weights` holds the layers one after another and then the output, each as (groups, blocks, 4 panels, 16 rows, 4
    inputs); layer n reads the outputs of layer n-1 and its own as one vector of 2H. A sum of products times `scales`
    plus `biases` is a gate's input; in the first layer the rows of `table` for what is read, added up, take the place
    of the bias. The output has a row for each character, then one for each repeat feature, then one for each degree
    of the scale.
    """

    weights: NDArray[np.generic]
    scales: NDArray[np.float32]  # (L * 4H + rows of the output)
    biases: NDArray[np.float32]  # (L * 4H + rows of the output)
    table: NDArray[np.generic]  # rows of the embedding, 4H: int16 or float32; the bias is in the first V rows
    step: NDArray[np.float32]  # 1: what a step of the table is worth
    encoder: EncoderSpec  # the input features, of V characters and S repeat features
    letters: NDArray[np.int64]  # 14: the characters of the letters of notes, from the lowest
    offset: int  # what each input contributes to a sum beyond its product, with the sign turned
    hidden: int
    layers: int
    vocabulary: int


class Lanes(NamedTuple):
    """The states of the tunes that are stepped side by side; the first `count` lanes of a step are in use."""

    outputs: NDArray[np.generic]  # N, L * H: int8 or float32
    cells: NDArray[np.float32]  # N, L * H
    sums: NDArray[np.generic]  # N, 4H or the rows of the output, whichever is more: int32 or float32
    starts: NDArray[np.generic]  # N
    logits: NDArray[np.float32]  # N, V
    symbols: NDArray[np.int32]  # N, W: what each lane reads next, as rows of the table
    reading: NDArray[np.float32]  # 4H: these rows, added up

    @classmethod
    def create(cls, packed: PackedWeights, count: int) -> Lanes:
        """`count` fresh states, filled up to a multiple of 4."""
        count = -(-count // 4) * 4 if count > 1 else 1
        exact = packed.weights.dtype == np.float32
        rows = max(4 * packed.hidden, len(packed.scales) - 4 * packed.hidden * packed.layers)
        width = packed.layers * packed.hidden
        return cls(
            outputs=np.zeros((count, width), np.float32 if exact else np.int8),
            cells=np.zeros((count, width), np.float32),
            sums=np.zeros((count, rows), np.float32 if exact else np.int32),
            starts=np.zeros(count, np.float32 if exact else np.int32),
            logits=np.zeros((count, packed.vocabulary), np.float32),
            symbols=np.tile(packed.encoder.padding, (count, 1)),
            reading=np.zeros(4 * packed.hidden, np.float32),
        )


FREE, WAITING, RUNNING, ENDED, STOPPED, STUCK = range(6)
"""The statuses of a place. An ENDED tune ended by itself, a STOPPED one at its limit; a STUCK one cannot go on."""

TUNE = np.dtype(
    [
        ("status", np.int32),
        ("read", np.int32),  # characters that the network has read
        ("length", np.int32),  # characters that there are: those given and those sampled
        ("limit", np.int32),  # characters that there may be
        ("plan", np.int32),  # the row of its plan, -1 if it has none
        ("seed", np.uint64),
        ("sharpness", np.float32),  # one over the temperature
        ("top_k", np.int32),  # 0 for all
        ("top_p", np.float32),  # 1 for all
        ("min_p", np.float32),  # 0 for all
    ],
    align=True,
)
"""One tune of the batch."""


class BatchState(NamedTuple):
    """All that is being composed: T places for tunes, N lanes, V characters."""

    tunes: NDArray[np.void]  # T of TUNE
    text: NDArray[np.uint8]  # T, longest text: numbers of characters
    states: NDArray[np.int64]  # T, size of the grammar's state
    plans: NDArray[np.int64]  # P, size of the longest plan: those in use, each once
    letters: NDArray[np.int32]  # V: the code point of each character, 0 for the end, -1 for what is never sampled
    queue: NDArray[np.int32]  # T: the places that wait, as a ring buffer
    ends: NDArray[np.int64]  # 2: how many ever joined the queue, how many ever left it
    lanes: NDArray[np.int32]  # N: the place of the tune in each lane
    busy: NDArray[np.int64]  # 1: lanes in use
    memory: Memory  # of T texts: what the input encoder remembers
    scratch: NDArray[np.int32]  # 2, V


class OwnFilters(NamedTuple):
    """The filters of the batch that are not the kernel's own: T places for tunes, V characters."""

    addresses: NDArray[np.int64]  # T: the address of each tune's filter, 0 where it has none
    begins: NDArray[np.int64]  # T: where each tune begins in its text, after `<bos>` and its preface
    masks: NDArray[np.uint8]  # 2, V: the characters that may follow, and those that the filter keeps

    @classmethod
    def create(cls, places: int, vocabulary: int) -> OwnFilters:
        """None for any place."""
        return cls(np.zeros(places, np.int64), np.zeros(places, np.int64), np.zeros((2, vocabulary), np.uint8))
