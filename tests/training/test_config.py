from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from tunesmith.errors import TrainingError
from tunesmith.model.config import PRESETS, NetworkConfig
from tunesmith.training.config import PLAIN, TRAINING_PRESETS, TrainingConfig


def test_every_recipe_survives_json() -> None:
    for recipe in TRAINING_PRESETS.values():
        recipe = recipe.changed(repeat=("irishman_sample=4",))
        assert TrainingConfig.from_dict(json.loads(json.dumps(recipe.as_dict()))) == recipe


def test_small_trains_the_network_of_the_preset() -> None:
    assert TRAINING_PRESETS["small"].network(99) == NetworkConfig(99, **{**PRESETS["small"], "dropout": 0.0})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"form": "heap"}, "form is one of stream, buckets, padded, not 'heap'"),
        ({"batch": 0}, "batch must be at least 1, not 0"),
        ({"rate": 0.0}, "rate must be above 0"),
        ({"epochs": float("nan")}, "epochs must be above 0, not nan"),
        ({"decay": float("nan")}, "decay must be at least 0, not nan"),
        ({"warmup": 2.0}, "warmup must be from 0 to 1"),
        ({"batch": 3, "workers": 2}, "batch must divide by workers: 3 by 2"),
        ({"repeat": ("many",)}, "repeat is a source and a number, like irishman_sample=4, not 'many'"),
    ],
)
def test_what_cannot_be_trained_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(TrainingError, match=said):
        TrainingConfig(**wrong)  # type: ignore[arg-type]


def test_none_leaves_a_field_alone() -> None:
    assert TrainingConfig().changed(batch=8, rate=None) == TrainingConfig(batch=8)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TrainingError, match="no such field of a training run: speed"):
        TrainingConfig.from_dict({"speed": 9})


def test_the_fields_can_be_shown_without_torch() -> None:
    program = "import sys, tunesmith.training.config; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_plain_is_the_textbook_network() -> None:
    plain = TRAINING_PRESETS["small"].changed(**PLAIN)
    network = plain.network(99)
    assert (network.repeat_lags, network.features) == ((), ())
    assert (plain.form, plain.optimizer, plain.precision, plain.average) == ("padded", "adam", "fp32", 0.0)
    assert (network.hidden, network.layers) == (256, 2)


def test_a_run_takes_the_shape_of_a_network_and_keeps_its_own_dropout() -> None:
    network = NetworkConfig(99, 16, 32, 3, 0.5, repeat_lags=(0, 2), features=("position",))
    config = TrainingConfig(dropout=0.1).shaped_like(network)
    assert config.network(99) == replace(network, dropout=0.1)
