from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from safetensors.numpy import save, save_file

from tunesmith.corpus.vocabulary import Vocabulary
from tunesmith.errors import CheckpointError, WriteError
from tunesmith.model import checkpoint as module
from tunesmith.model import locating
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.config import NetworkConfig
from tunesmith.model.locating import LARGEST

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = NetworkConfig(vocabulary_size=10, embedding=4, hidden=8, layers=2, dropout=0.3)


@pytest.fixture
def trained() -> Checkpoint:
    random = np.random.default_rng(1)
    weights = {name: random.normal(size=shape).astype(np.float32) for name, shape in CONFIG.shapes.items()}
    return Checkpoint(CONFIG, Vocabulary("ABC:|\n"), weights, {"seed": 1, "source": "Ceol Rince na hÉireann"})


def test_a_file_gives_back_what_was_saved(trained: Checkpoint, tmp_path: Path) -> None:
    trained.save(tmp_path / "model.safetensors")
    loaded = Checkpoint.load(tmp_path / "model.safetensors")
    assert loaded.config == trained.config
    assert loaded.vocabulary == trained.vocabulary
    assert loaded.record == trained.record
    assert loaded.fingerprint == trained.fingerprint
    assert [path.name for path in tmp_path.iterdir()] == ["model.safetensors"]
    for name, array in trained.weights.items():
        np.testing.assert_array_equal(loaded.weights[name], array)


def test_half_precision_halves_the_file_and_is_read_as_float32(trained: Checkpoint, tmp_path: Path) -> None:
    trained.save(tmp_path / "half.safetensors", precision="float16")
    loaded = Checkpoint.load(tmp_path / "half.safetensors")
    assert (tmp_path / "half.safetensors").stat().st_size < 2 * CONFIG.parameters + 4096
    assert {array.dtype for array in loaded.weights.values()} == {np.dtype(np.float32)}
    np.testing.assert_allclose(loaded.weights["output.weight"], trained.weights["output.weight"], rtol=1e-3)


def test_the_fingerprint_depends_on_the_weights_and_not_on_the_record(trained: Checkpoint) -> None:
    assert replace(trained, record={}).fingerprint == trained.fingerprint
    moved = {**trained.weights, "output.bias": trained.weights["output.bias"] + 1}
    assert replace(trained, weights=moved).fingerprint != trained.fingerprint


def test_a_name_finds_a_shipped_model(trained: Checkpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locating, "SHIPPED", tmp_path)
    trained.save(tmp_path / "tiny.safetensors")
    assert Checkpoint.load("tiny").fingerprint == trained.fingerprint
    with pytest.raises(CheckpointError, match="no model is called 'huge': there is tiny"):
        Checkpoint.load("huge")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(CheckpointError, match=r"nowhere/model\.safetensors is no file"):
        Checkpoint.load("nowhere/model.safetensors")


@pytest.mark.parametrize("kept", [0, 7, 100, -1])
def test_a_cut_file_is_refused(trained: Checkpoint, tmp_path: Path, kept: int) -> None:
    path = tmp_path / "cut.safetensors"
    trained.save(path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(CheckpointError, match="damaged or no safetensors file"):
        Checkpoint.load(path)


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    save_file({"weight": np.zeros(3, np.float32)}, tmp_path / "foreign.safetensors")
    with pytest.raises(CheckpointError, match="no model of Tunesmith"):
        Checkpoint.load(tmp_path / "foreign.safetensors")


@pytest.mark.parametrize(
    ("record", "words"),
    [(["a", "list"], "no JSON object"), ({"loss": float("nan")}, "holds NaN"), ({"by": "\ud800"}, "damaged")],
    ids=["list", "NaN", "half a character"],
)
def test_an_odd_record_is_refused_by_the_name_of_its_file(
    trained: Checkpoint, tmp_path: Path, record: object, words: str
) -> None:
    path = tmp_path / "odd.safetensors"
    tensors = {name: np.asarray(array) for name, array in trained.weights.items()}
    metadata = {
        "format": module.FORMAT,
        "config": json.dumps(asdict(trained.config)),
        "vocabulary": trained.vocabulary.to_json(),
        "record": json.dumps(record),
    }
    save_file(tensors, path, metadata)
    with pytest.raises(CheckpointError, match=rf"odd\.safetensors is .*{words}"):
        Checkpoint.load(path)


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "vast.safetensors"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(CheckpointError, match="too large for a model"):
        Checkpoint.load(path)


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({"config": "{}"}, "damaged"),
        ({"config": "[1"}, "damaged"),
        ({"vocabulary": '["<pad>"]'}, "damaged"),
        ({"record": "{"}, "damaged"),
    ],
)
def test_damaged_metadata_is_refused(
    trained: Checkpoint, tmp_path: Path, metadata: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "save", lambda tensors, whole: save(tensors, {**whole, **metadata}))
    trained.save(tmp_path / "damaged.safetensors")
    with pytest.raises(CheckpointError, match=said):
        Checkpoint.load(tmp_path / "damaged.safetensors")


def test_weights_must_fit_the_config(trained: Checkpoint) -> None:
    with pytest.raises(CheckpointError, match=r"output\.bias are missing or not of the shape \(10,\)"):
        replace(trained, weights={**trained.weights, "output.bias": np.zeros(11, np.float32)})
    with pytest.raises(CheckpointError, match=r"extra belong to no part"):
        replace(trained, weights={**trained.weights, "extra": np.zeros(11, np.float32)})
    with pytest.raises(CheckpointError, match=r"output\.bias are not finite"):
        replace(trained, weights={**trained.weights, "output.bias": np.full(10, np.nan, np.float32)})
    with pytest.raises(CheckpointError, match="the vocabulary has 5 symbols, the network 10"):
        replace(trained, vocabulary=Vocabulary("A"))


def test_a_folder_that_cannot_be_written_is_named(trained: Checkpoint, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match="cannot be written"):
        trained.save(tmp_path / "file" / "model.safetensors")


def test_reading_a_model_needs_no_torch() -> None:
    program = "import sys, tunesmith.model.checkpoint; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
