"""A network as the browser's kernel takes it: what each of its arguments is, and the contents of those that are given.

The arguments of each function stand one after another, each by its path of names (`batch.memory.goals`). The last of
`run` is the number of steps, which the caller gives; `read` finds its texts where those that are composed stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tunesmith.inference.arrays import BLOCK, PANELS, ROWS, TUNE, Lanes
from tunesmith.inference.engine import BEGINNING, END, ENDINGS, batch_state
from tunesmith.inference.packed_weights import pack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["LANES", "LONGEST", "PLACES", "arguments_of", "described"]

LANES, PLACES = 32, 64
"""Tunes side by side, and tunes that there is room for: as many as there can be candidates for one."""
LONGEST = 4608
"""The most characters of a tune and its control lines."""
ALIGNMENT = 64
VECTOR, OFFSET = 4, 128
"""Sums in a vector of WebAssembly, and what makes a signed byte one without a sign."""


class Found(NamedTuple):
    """What `tunesmith.inference.kernel.read` finds: N texts of up to T characters each; the caller gives the shape."""

    totals: NDArray[np.float32]  # N, T
    margins: NDArray[np.float32]  # N, T
    ranks: NDArray[np.int32]  # N, T


def arguments_of(checkpoint: Checkpoint) -> dict[str, dict[str, Any]]:
    """The arguments of `run` and of `read`, by their names, ready to compose and to read."""
    packed = pack(checkpoint, panel_type="int8")
    packed = packed._replace(weights=in_pairs(packed.weights), offset=-OFFSET)
    lanes = Lanes.create(packed, LANES)
    lanes = lanes._replace(outputs=lanes.outputs.astype(np.int16))
    plans = np.zeros((1, 1), np.int64)
    batch = batch_state(checkpoint.vocabulary.idx_to_char, plans, LANES, PLACES, LONGEST)
    found = Found(np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32), np.zeros((1, 1), np.int32))
    lengths, both = np.zeros(LANES, np.int64), {"packed": packed, "lanes": lanes}
    reading = {"batch.text": batch.text, "lengths": lengths, "batch.memory": batch.memory, "found": found}
    return {"run": {**both, "batch": batch, "steps": 0}, "read": {**both, **reading}}


def in_pairs(weights: NDArray[np.generic]) -> NDArray[np.generic]:
    """Panels as WebAssembly reads them, from panels of bytes: blocks of two inputs, weights in pairs.

    The weights of VECTOR rows make pairs with those of the VECTOR rows that follow: the first plus OFFSET, the second
    as it is.
    """
    blocks = weights.reshape(-1, PANELS * ROWS, BLOCK // 2, 2).swapaxes(1, 2)
    pairs = blocks.reshape(-1, PANELS * ROWS // (2 * VECTOR), 2, 2 * VECTOR).astype(np.int16)
    pairs[:, :, 0] += OFFSET
    return np.ascontiguousarray(pairs.swapaxes(2, 3)).reshape(-1).astype(np.uint8).view(np.int8)


def described(checkpoint: Checkpoint) -> tuple[dict[str, Any], bytes]:
    """What a caller has to know of a network, for JSON, and the contents of its arrays, one after another."""
    contents = bytearray()
    arguments = []
    functions = {function: dict(_named("", given)) for function, given in arguments_of(checkpoint).items()}
    for name, value in (functions["run"] | functions["read"]).items():
        if isinstance(value, np.ndarray):
            kind = "tune" if value.dtype == TUNE else str(value.dtype)
            told = {"name": name, "type": kind, "bytes": value.itemsize, "shape": value.shape}
            content = value.tobytes()
            if content.count(0) < len(content):
                contents += bytes(-len(contents) % ALIGNMENT)
                told["at"] = len(contents)
                contents += content
            arguments.append(told)
        else:
            arguments.append({"name": name, "value": int(value)})
    fields = {name: {"type": str(kind), "at": at} for name, (kind, at, *_) in (TUNE.fields or {}).items()}
    description = {
        "arguments": arguments,
        "functions": {function: list(names) for function, names in functions.items()},
        "tune": {"fields": fields, "status": {str(status): ending for status, ending in ENDINGS.items()}},
        "characters": list(checkpoint.vocabulary.idx_to_char),
        "beginning": checkpoint.vocabulary.char_to_idx[BEGINNING],
        "end": checkpoint.vocabulary.char_to_idx[END],
        "control_lines": list(checkpoint.control_lines),
        "goals": "goals" in checkpoint.config.features,
        "fingerprint": checkpoint.fingerprint,
    }
    return description, bytes(contents)


def _named(path: str, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every array and number in tuples with names, with its path."""
    for name, value in values.items():
        if isinstance(value, tuple):
            yield from _named(f"{path}{name}.", value._asdict())  # type: ignore[attr-defined]
        else:
            yield path + name, value
