from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from tunesmith.errors import CheckpointError
from tunesmith.model.config import PRESETS, NetworkConfig
from tunesmith.model.encoder import FEATURES


def test_small_has_as_many_weights_as_the_literature_says() -> None:
    assert NetworkConfig(99, embedding=128, hidden=256, layers=2, dropout=0.3).parameters == 959_715


def test_small_stays_small() -> None:
    assert NetworkConfig(99, **PRESETS["small"]).parameters <= 1_000_000


def test_a_tied_network_has_one_matrix_less() -> None:
    loose = NetworkConfig(99, 64, 64, 2, 0.0)
    tied = NetworkConfig(99, 64, 64, 2, 0.0, tied=True)
    assert loose.parameters - tied.parameters == 99 * 64


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"hidden": 0}, "hidden must be a whole number from 1 to 4096, not 0"),
        ({"layers": 1.5}, "layers must be"),
        ({"embedding": 10**9}, "embedding must be"),
        ({"dropout": 1.0}, "dropout must be at least 0 and below 1"),
        ({"tied": True}, "a tied network needs embedding and hidden of one size, not 8 and 16"),
    ],
)
def test_impossible_sizes_are_refused(wrong: dict[str, object], said: str) -> None:
    sizes: dict[str, object] = {"vocabulary_size": 9, "embedding": 8, "hidden": 16, "layers": 1, "dropout": 0.0}
    with pytest.raises(CheckpointError, match=said):
        NetworkConfig(**{**sizes, **wrong})  # type: ignore[arg-type]


SIZES: dict[str, Any] = {"vocabulary_size": 99, "embedding": 8, "hidden": 16, "layers": 1, "dropout": 0.0}


@pytest.mark.parametrize(
    ("stored", "features"),
    [
        ({}, ()),
        ({"bearings": False, "goals": False}, ()),
        ({"bearings": True}, ("position",)),
        ({"bearings": True, "goals": True}, ("goals", "position")),
        ({"features": ["position"]}, ("position",)),
    ],
)
def test_files_are_read_under_the_names_that_fields_had_once(stored: dict[str, Any], features: tuple[str, ...]) -> None:
    config = NetworkConfig.from_stored({**SIZES, "echoes": [0, 2], **stored})
    assert (config.repeat_lags, config.features) == ((0, 2), features)
    assert NetworkConfig.from_stored(json.loads(json.dumps(asdict(config)))) == config


def test_each_feature_has_rows_of_its_own() -> None:
    plain, told = (NetworkConfig(**SIZES, features=features) for features in ((), ("goals", "position")))
    assert list(told.groups) == ["repeats", *(feature.name for feature in FEATURES)]
    assert told.symbols - plain.symbols == sum(feature.rows for feature in FEATURES)


def test_a_feature_that_needs_another_is_refused_alone() -> None:
    with pytest.raises(CheckpointError, match="the feature goals needs the feature position"):
        NetworkConfig(**SIZES, features=("goals",))
