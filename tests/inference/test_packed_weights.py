from __future__ import annotations

import numpy as np
import pytest

from tests.composing.conftest import VOCABULARY, chance_checkpoint
from tunesmith.inference.arrays import BLOCK, PANELS, ROWS, STEPS
from tunesmith.inference.packed_weights import pack


@pytest.mark.parametrize("panel_type", ["int8", "uint8"])
def test_weights_are_kept_to_half_a_step_of_their_row(panel_type: str) -> None:
    checkpoint = chance_checkpoint(hidden=32, layers=1)
    packed = pack(checkpoint, panel_type=panel_type)
    matrix = checkpoint.weights["lstm.weight_hh_l0"]  # 4H, H
    blocks = packed.weights[: matrix.size].reshape(32 // ROWS, 32 // BLOCK, PANELS, ROWS, BLOCK).astype(int)
    whole = (blocks + packed.offset).transpose(2, 0, 3, 1, 4).reshape(128, 32)
    steps = packed.scales[:128, None] * STEPS
    assert np.abs(whole).max(axis=1).tolist() == [STEPS] * 128
    assert (np.abs(whole * steps - matrix) <= 0.501 * steps).all()


def test_the_table_holds_the_first_layers_share_of_every_symbol_and_the_bias_with_each_character() -> None:
    checkpoint = chance_checkpoint(hidden=20, layers=2)
    weights = checkpoint.weights
    expected = weights["embedding.weight"] @ weights["lstm.weight_ih_l0"].T
    expected[: len(VOCABULARY)] += weights["lstm.bias_ih_l0"] + weights["lstm.bias_hh_l0"]
    for packed, allowed in ((pack(checkpoint, "float32"), 1e-5), (pack(checkpoint), 1e-4)):
        table = (packed.table.astype(np.float32) * packed.step).reshape(-1, PANELS, 32)
        assert table[..., :20] == pytest.approx(expected.reshape(-1, PANELS, 20), abs=allowed)
        assert not table[..., 20:].any()


def test_blocks_begin_at_cache_lines() -> None:
    assert pack(chance_checkpoint(hidden=32, layers=1)).weights.ctypes.data % 64 == 0
