from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
import pytest

from tunesmith.errors import MissingExtraError
from tunesmith.inference.inspection import inspect
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.config import NetworkConfig
from tunesmith.model.onnx_graph import onnx_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from tunesmith.inference.inspection import Inspection

TUNE = "X:1\nL:1/8\nM:6/8\nK:Ador\n EAA ABc | BAB G2 A | EAA ABc |1 B2 A A3 :|2 B2 A A2 |]"


def variant(features: tuple[str, ...], lags: tuple[int, ...], *, tied: bool = False) -> Checkpoint:
    """A network with random weights that reads these features."""
    vocabulary = Checkpoint.load("small").vocabulary
    width = 12 if tied else 10
    config = NetworkConfig(len(vocabulary), width, 12, 2, 0.0, tied, lags, features)
    random = np.random.default_rng(5)
    weights = {name: random.normal(0, 0.5, shape).astype(np.float32) for name, shape in config.shapes.items()}
    return Checkpoint(config, vocabulary, weights, {})


@pytest.mark.parametrize(
    "checkpoint",
    [
        lambda: Checkpoint.load("small"),
        lambda: variant((), ()),
        lambda: variant((), (), tied=True),
        lambda: variant(("position",), ()),
        lambda: variant((), (0, 4)),
        lambda: variant(("position", "goals"), (0, 2)),
    ],
    ids=["small", "plain", "tied", "position", "repeats", "goals"],
)
def test_another_program_that_runs_the_loop_has_the_same_probabilities(checkpoint: Callable[[], Checkpoint]) -> None:
    model = checkpoint()
    session = onnxruntime.InferenceSession(onnx_model(model), providers=["CPUExecutionProvider"])
    texts = [inspect(model, text) for text in (TUNE, TUNE.replace("Ador", "D"))]
    assert loop(session, texts, model) < 1e-4


def loop(session: onnxruntime.InferenceSession, texts: list[Inspection], model: Checkpoint) -> float:
    """Read texts side by side; return the largest difference of a probability."""
    hidden = cells = np.zeros((model.config.layers, len(texts), model.config.hidden), np.float32)
    difference = 0.0
    for place in range(min(len(one.symbols) for one in texts)):
        symbols = np.stack([one.symbols[place] for one in texts]).astype(np.int64)
        inputs = {"symbols": symbols, "hidden": hidden, "cells": cells}
        found, hidden, cells = session.run(["log_probabilities", "next_hidden", "next_cells"], inputs)
        expected = np.stack([one.log_probabilities[place] for one in texts])
        difference = max(difference, float(np.abs(np.exp(found) - np.exp(expected)).max()))
    assert hidden[:, 0] == pytest.approx(texts[0].hidden[place], abs=1e-4)
    return difference


def test_the_file_says_what_its_characters_are() -> None:
    model = variant((), ())
    session = onnxruntime.InferenceSession(onnx_model(model), providers=["CPUExecutionProvider"])
    about = session.get_modelmeta().custom_metadata_map
    assert tuple(json.loads(about["vocabulary"])) == model.vocabulary.idx_to_char
    assert about["fingerprint"] == model.fingerprint


def test_without_onnx_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(MissingExtraError, match="onnx"):
        onnx_model(variant((), ()))
