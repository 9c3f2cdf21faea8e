from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
import pytest
import torch
from torch import nn

from tunesmith.cli.export import export
from tunesmith.errors import CheckpointError, RequestError
from tunesmith.inference.inspection import inspect
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.config import NetworkConfig

if TYPE_CHECKING:
    from pathlib import Path

TUNE = "X:1\nL:1/8\nM:6/8\nK:G\n GAB d2 B |]"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """The file of a textbook network with random weights."""
    vocabulary = Checkpoint.load("small").vocabulary
    config = NetworkConfig(len(vocabulary), 10, 12, 2, 0.0)
    random = np.random.default_rng(5)
    weights = {name: random.normal(0, 0.5, shape).astype(np.float32) for name, shape in config.shapes.items()}
    Checkpoint(config, vocabulary, weights, {}).save(tmp_path / "plain.safetensors")
    return tmp_path / "plain.safetensors"


def test_a_textbook_network_goes_to_pytorch_and_comes_back(plain: Path, tmp_path: Path) -> None:
    export(str(plain), out=tmp_path / "plain.pt")
    saved = torch.load(tmp_path / "plain.pt", weights_only=True)
    state, numbers = saved["model_state_dict"], saved["char_to_idx"]
    network = nn.ModuleDict(
        {"embedding": nn.Embedding(len(numbers), 10), "lstm": nn.LSTM(10, 12, 2), "fc": nn.Linear(12, len(numbers))}
    )
    network.load_state_dict(state)
    text = torch.tensor([numbers["<bos>"], *(numbers[character] for character in TUNE)])
    logits = network["fc"](network["lstm"](network["embedding"](text))[0])
    expected = inspect(Checkpoint.load(plain), TUNE).log_probabilities
    assert torch.log_softmax(logits, -1).detach().numpy() == pytest.approx(expected, abs=1e-4)
    back = Checkpoint.load(tmp_path / "plain.pt")
    assert back.fingerprint == Checkpoint.load(plain).fingerprint


def test_one_step_is_written_as_onnx(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export("small", out=tmp_path / "small.onnx")
    assert capsys.readouterr().out == f"{tmp_path / 'small.onnx'}\n"
    onnx.checker.check_model(onnx.load(tmp_path / "small.onnx"), full_check=True)


def test_a_model_is_copied(tmp_path: Path) -> None:
    export("small", out=tmp_path / "copy.safetensors")
    assert Checkpoint.load(tmp_path / "copy.safetensors").fingerprint == Checkpoint.load("small").fingerprint


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"needs the ending .onnx, .pt or .safetensors"):
        export("small", out=tmp_path / "small.tflite")
    with pytest.raises(CheckpointError, match="only a network without input features is a textbook's"):
        export("small", out=tmp_path / "small.pt")
    assert list(tmp_path.iterdir()) == []
