"""The plain LSTM of the textbooks, as PyTorch saves it, composes here; nothing that stands in its file is run."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.corpus.vocabulary import EOS
from tunesmith.errors import CheckpointError
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.lstm import LSTM
from tunesmith.notation import check

CHARACTERS = "XTMLKR: 123468/|[]ABCDEFGabcdefg\n'\",^_=z"
EVERY = {character: number for number, character in enumerate(CHARACTERS)}


class Textbook(nn.Module):
    """As in most tutorials."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(len(CHARACTERS), 12)
        self.lstm = nn.LSTM(12, 20, num_layers=2, batch_first=True)
        self.fc = nn.Linear(20, len(CHARACTERS))

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.fc(self.lstm(self.embed(numbers))[0])
        return logits


@pytest.fixture
def network() -> Textbook:
    torch.manual_seed(3)
    return Textbook()


def saved(content: Any, folder: Path) -> Path:
    torch.save(content, folder / "best_model.pt")
    return folder / "best_model.pt"


SHAPES: Mapping[str, Any] = {
    "characters beside the weights": lambda state: {"model_state_dict": state, "char_to_idx": EVERY, "epoch": 3},
    "by number": lambda state: {"state": state, "idx_to_char": dict(enumerate(CHARACTERS)), "loss": 1.5},
    "a list": lambda state: {"model": state, "chars": list(CHARACTERS)},
    "a vocabulary of its own": lambda state: {"model": state, "vocab": {"stoi": EVERY, "size": len(EVERY)}},
    "from several cards": lambda state: {"model": {f"module.{n}": v for n, v in state.items()}, "chars": CHARACTERS},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_its_logits_are_those_of_the_network(network: Textbook, shape: str, tmp_path: Path) -> None:
    checkpoint = Checkpoint.load(saved(SHAPES[shape](network.state_dict()), tmp_path))
    here = LSTM(checkpoint.config, checkpoint.vocabulary).eval()
    here.load(checkpoint.weights)
    text = "X:1\nK:D\nABcd|"
    ours = torch.from_numpy(checkpoint.vocabulary.encode(text).astype(np.int64))
    with torch.no_grad():
        expected = network(torch.tensor([[EVERY[c] for c in text]]))[0]  # T, V
        logits = here(ours[:, None, None])[0][:, 0]  # T, V and the others
    places = torch.from_numpy(checkpoint.vocabulary.encode(CHARACTERS).astype(np.int64))
    torch.testing.assert_close(logits[:, places], expected)
    torch.testing.assert_close(logits[:, EOS], expected[:, EVERY["\n"]])


def test_it_composes_valid_tunes(network: Textbook, tmp_path: Path) -> None:
    path = saved({"model_state_dict": network.state_dict(), "char_to_idx": EVERY}, tmp_path)
    tunes = Composer(str(path), threads=1).compose(Request(bars=4, parts=1), seed=1, count=3)
    assert all(check(tune.text).ok for tune in tunes)


class Trap:
    """Whoever unpickles it makes a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.folder),)


def test_nothing_in_the_file_is_run(network: Textbook, tmp_path: Path) -> None:
    path = saved({"model": network.state_dict(), "chars": CHARACTERS, "more": Trap(tmp_path / "trap")}, tmp_path)
    with pytest.raises(CheckpointError, match=r"best_model\.pt is refused: it holds posix\.mkdir, which"):
        Checkpoint.load(path)
    assert not (tmp_path / "trap").exists()


OTHERS: Mapping[str, tuple[Any, str]] = {
    "no characters": (lambda net: net.state_dict(), "does not say which characters its rows are"),
    "no weights": (lambda _: {"chars": CHARACTERS}, "holds no weights of an LSTM"),
    "no end of line": (lambda net: {"s": net.state_dict(), "c": CHARACTERS.replace("\n", "#")}, "end of a line"),
    "the module itself": (lambda net: net, r"holds .*Textbook, which is no plain data; save model\.state_dict\(\)"),
    "both directions": (
        lambda _: {"s": nn.LSTM(4, 4, bidirectional=True).state_dict(), "c": CHARACTERS},
        "reads in both directions",
    ),
    "other layers": (
        lambda net: {"s": {**net.state_dict(), "extra.weight": torch.zeros(64, 3)}, "c": CHARACTERS},
        "no network of one embedding",
    ),
    "other cells": (
        lambda net: {"s": {**net.state_dict(), "lstm.weight_ih_l0": torch.zeros(60, 12)}, "c": CHARACTERS},
        "not of the shape",
    ),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_another_network_is_refused_in_one_sentence(network: Textbook, kind: str, tmp_path: Path) -> None:
    content, words = OTHERS[kind]
    with pytest.raises(CheckpointError, match=words):
        Checkpoint.load(saved(content(network), tmp_path))


def rewritten(path: Path, change: Any, compression: int = zipfile.ZIP_STORED) -> Path:
    """The same archive with its pickle changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, change(content) if name.endswith("data.pkl") else content)
    return path


def test_a_file_that_would_grow_or_is_cut_is_refused(network: Textbook, tmp_path: Path) -> None:
    path = saved({"s": network.state_dict(), "c": CHARACTERS}, tmp_path)
    with pytest.raises(CheckpointError, match="compressed"):
        Checkpoint.load(rewritten(path, lambda data: data, zipfile.ZIP_DEFLATED))
    path = saved({"s": network.state_dict(), "c": CHARACTERS}, tmp_path)
    with pytest.raises(CheckpointError, match="remembers more than it has"):
        Checkpoint.load(rewritten(path, lambda _: b"\x80\x02Nr\xff\xff\xff\x7f."))
    path = saved({"s": network.state_dict(), "c": CHARACTERS}, tmp_path)
    with pytest.raises(CheckpointError, match=r"damaged or no file of torch\.save"):
        Checkpoint.load(rewritten(path, lambda data: data[:50]))
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(CheckpointError, match=r"damaged or no file of torch\.save"):
        Checkpoint.load(path)
