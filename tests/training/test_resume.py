from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch

from tunesmith.corpus.packed import PackedCorpus
from tunesmith.errors import TrainingError
from tunesmith.training.batches import arrange
from tunesmith.training.machine import set_up
from tunesmith.training.resume import Position, load_position, restore, store
from tunesmith.training.step import Learner
from tunesmith.training.texts import epoch_texts

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.training.config import TrainingConfig


def learner_of(packed: Path, config: TrainingConfig, steps: int) -> Learner:
    corpus = PackedCorpus.open(packed, "train")
    learner = Learner(config, corpus.vocabulary, set_up(config))
    batches = arrange(epoch_texts(corpus, config, 0), config, 0)
    for number in range(steps):
        learner.step([batches[number]], 0.01, number)
    return learner


@pytest.mark.parametrize("workers", [1, 2])
def test_everything_comes_back_with_any_number_of_workers(
    packed: Path, config: TrainingConfig, tmp_path: Path, workers: int
) -> None:
    old = learner_of(packed, config.changed(average=0.9), 3)
    store(tmp_path / "file", old, Position(), "[]")
    new = learner_of(packed, config.changed(average=0.9, workers=workers), 0)
    restore(tmp_path / "file", new)
    for first, second in ((old.network, new.network), (old.judged, new.judged)):
        assert all(torch.equal(*pair) for pair in zip(first.parameters(), second.parameters(), strict=True))
    assert old.carried is not None
    assert new.carried is not None
    assert all(torch.equal(*pair) for pair in zip(old.carried, new.carried, strict=True))
    moments = [learner.optimizer.state_dict()["state"][0]["exp_avg_sq"] for learner in (old, new)]
    assert torch.equal(*moments)
    assert moments[0].any()


def test_position_and_config_come_back(packed: Path, config: TrainingConfig, tmp_path: Path) -> None:
    position = Position(
        epoch=2, step=3, steps=9, characters=1152, seconds=1.5, losses=[2.0, 1.9], start={"model": "abc"}
    )
    store(tmp_path / "file", learner_of(packed, config, 1), position, "[]")
    assert load_position(tmp_path / "file") == (config, position, "[]")


def test_another_network_is_refused(packed: Path, config: TrainingConfig, tmp_path: Path) -> None:
    store(tmp_path / "file", learner_of(packed, config, 1), Position(), "[]")
    with pytest.raises(TrainingError, match="holds a network of another shape"):
        restore(tmp_path / "file", learner_of(packed, config.changed(hidden=32), 0))


@pytest.mark.parametrize("kept", [0, 20, -1])
def test_a_cut_file_is_refused(packed: Path, config: TrainingConfig, tmp_path: Path, kept: int) -> None:
    store(tmp_path / "file", learner_of(packed, config, 1), Position(), "[]")
    (tmp_path / "file").write_bytes((tmp_path / "file").read_bytes()[:kept])
    with pytest.raises(TrainingError, match="damaged"):
        load_position(tmp_path / "file")


def test_a_missing_file_and_a_foreign_one_are_refused(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    with pytest.raises(TrainingError, match="there is no run to resume"):
        load_position(tmp_path / "none")
    save_file({"a": torch.zeros(1)}, tmp_path / "foreign")
    with pytest.raises(TrainingError, match="no file that a run of Tunesmith left"):
        load_position(tmp_path / "foreign")
