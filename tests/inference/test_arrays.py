from __future__ import annotations

import numpy as np
import pytest

from tunesmith.inference.arrays import TUNE, Lanes, PackedWeights
from tunesmith.model.config import NetworkConfig
from tunesmith.model.encoder import EncoderSpec

SYMBOLS = ("<pad>", "<bos>", "<eos>", "<unk>", "a")
V, H, LAYERS = len(SYMBOLS), 16, 2


def packed(kind: type[np.generic]) -> PackedWeights:
    sums = np.zeros(LAYERS * 4 * H + V, np.float32)
    spec = EncoderSpec.of(NetworkConfig(V, H, H, LAYERS, 0.0, repeat_lags=(0,)), SYMBOLS)
    table, step, letters = np.zeros((V, 4 * H), np.int16), np.ones(1, np.float32), np.zeros(14, np.int64)
    return PackedWeights(np.zeros(1, kind), sums, sums, table, step, spec, letters, 0, H, LAYERS, V)


@pytest.mark.parametrize(("count", "lanes"), [(1, 1), (2, 4), (4, 4), (5, 8)])
def test_lanes_are_filled_up_to_fours_and_one_is_alone(count: int, lanes: int) -> None:
    assert {len(array) for array in Lanes.create(packed(np.int8), count)[:-1]} == {lanes}


@pytest.mark.parametrize(("kind", "outputs", "sums"), [(np.int8, "int8", "int32"), (np.float32, "float32", "float32")])
def test_integer_weights_have_integer_states(kind: type[np.generic], outputs: str, sums: str) -> None:
    lanes = Lanes.create(packed(kind), 1)
    assert (lanes.outputs.dtype.name, lanes.sums.dtype.name, lanes.starts.dtype.name) == (outputs, sums, sums)
    assert lanes.cells.dtype == np.float32


def test_a_lane_has_a_state_for_each_layer_and_reads_padding() -> None:
    of = packed(np.int8)
    lanes = Lanes.create(of, 1)
    assert lanes.outputs.shape == lanes.cells.shape == (1, LAYERS * H)
    assert lanes.sums.shape == (1, 4 * H)  # more than the rows of the output
    assert lanes.symbols.tolist() == [of.encoder.padding.tolist()]


def test_a_tune_lies_aligned_for_machine_code() -> None:
    assert TUNE.isalignedstruct
    assert TUNE.itemsize % 8 == 0
