from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from tunesmith.errors import TrainingError, WriteError
from tunesmith.training.config import TRAINING_PRESETS, TrainingConfig
from tunesmith.training.settings import SETTINGS, read_settings, write_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("config", [*TRAINING_PRESETS.values(), TrainingConfig(rate=1e-5, repeat=("a=2", "b=3"))])
def test_a_file_of_settings_gives_the_same_run(config: TrainingConfig, tmp_path: Path) -> None:
    write_settings(tmp_path / SETTINGS, config)
    assert TrainingConfig().changed(**read_settings(tmp_path / SETTINGS)) == config


def test_every_field_says_what_it_means(tmp_path: Path) -> None:
    write_settings(tmp_path / SETTINGS, TrainingConfig())
    lines = (tmp_path / SETTINGS).read_text().splitlines()
    assert "batch = 64  # lanes or tunes at once, in each process" in lines
    assert len(lines) == len(tomllib.loads("\n".join(lines))) == len(TrainingConfig().as_dict())


def test_a_file_may_give_a_few_fields(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('# slow and careful\nrate = 1e-4\nfeatures = ["position"]\n')
    assert read_settings(tmp_path / "mine.toml") == {"rate": 1e-4, "features": ("position",)}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"rate = ", "is no TOML"),
        (b"rate = 1\xff", "is no TOML"),
        (b"speed = 9", "no such field of a training run: speed"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    with pytest.raises(TrainingError, match=said):
        read_settings(tmp_path / "mine.toml")


def test_files_that_cannot_be_read_or_written_are_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"none.toml cannot be read: No such file"):
        read_settings(tmp_path / "none.toml")
    with pytest.raises(WriteError, match="cannot be written"):
        write_settings(tmp_path, TrainingConfig())
