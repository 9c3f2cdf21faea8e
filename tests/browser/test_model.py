"""A network as the browser's kernel takes it."""

from __future__ import annotations

import numpy as np

from tests.composing.conftest import chance_checkpoint
from tunesmith.browser.model import LANES, PLACES, arguments_of, described, in_pairs
from tunesmith.inference.packed_weights import pack


def test_a_block_has_two_inputs_of_every_row_and_rows_in_pairs() -> None:
    weights = np.arange(2 * 64 * 4).astype(np.int8).reshape(2, 64, 4)  # blocks, rows, inputs
    pairs = in_pairs(weights).reshape(4, 8, 4, 2, 2)  # blocks, eights of rows, rows, inputs, halves
    for block, inputs in ((0, slice(0, 2)), (3, slice(2, 4))):
        rows = weights[block // 2, :, inputs].reshape(8, 2, 4, 2)
        assert (pairs[block, ..., 0].view(np.uint8) - 128).view(np.int8).tolist() == rows[:, 0].tolist()
        assert pairs[block, ..., 1].tolist() == rows[:, 1].tolist()


def test_the_description_names_every_argument_and_where_its_contents_are() -> None:
    checkpoint = chance_checkpoint(hidden=16, layers=1)
    description, contents = described(checkpoint)
    arguments = {each["name"]: each for each in description["arguments"]}
    packed = pack(checkpoint, panel_type="int8")
    assert arguments["packed.hidden"] == {"name": "packed.hidden", "value": 16}
    assert arguments["batch.tunes"]["shape"] == (PLACES,)
    assert arguments["lanes.outputs"]["type"] == "int16"
    assert "at" not in arguments["lanes.cells"], "what is all zeros need not be sent"
    scales = arguments["packed.scales"]
    found = np.frombuffer(contents, np.float32, packed.scales.size, scales["at"])
    assert found.tolist() == packed.scales.tolist()


def test_the_arguments_have_the_types_of_the_module() -> None:
    functions = arguments_of(chance_checkpoint(hidden=16, layers=1))
    packed, lanes, batch, steps = functions["run"].values()
    assert (str(packed.weights.dtype), str(lanes.outputs.dtype), steps) == ("int8", "int16", 0)
    assert len(batch.lanes) == LANES
    assert functions["read"]["batch.text"] is batch.text


def test_each_function_names_its_arguments_in_the_order_of_the_kernel() -> None:
    description, _ = described(chance_checkpoint(hidden=16, layers=1))
    names = [each["name"] for each in description["arguments"]]
    run, read = description["functions"]["run"], description["functions"]["read"]
    assert (run[-1], [name for name in read if name not in run]) == (
        "steps",
        ["lengths", "found.totals", "found.margins", "found.ranks"],
    )
    assert len(names) == len(set(names))
    assert set(names) == {*run, *read}
