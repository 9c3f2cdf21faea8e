"""`tunesmith train`, `estimate` and `evaluate` on a small real corpus, one after the other."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from tunesmith.cli import app
from tunesmith.cli.fields import UNCHANGED, Fields, configured, optional_fields
from tunesmith.cli.train import composed
from tunesmith.errors import RequestError
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.config import FIRST_NAMES
from tunesmith.training.config import PLAIN, TRAINING_PRESETS, TrainingConfig
from tunesmith.training.suiting import suited
from tunesmith.training.texts import epoch_characters

if TYPE_CHECKING:
    from pathlib import Path

TINY = ["--embedding", "16", "--hidden", "32", "--epochs", "0.2", "--rate", "0.01"]
TUNES = 200


@pytest.fixture(scope="module")
def source(corpus_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first tunes of a small corpus."""
    path = tmp_path_factory.mktemp("source") / "irish_abc.jsonl"
    with gzip.open(corpus_folder / "irish_abc.jsonl.gz", "rt", encoding="utf-8") as lines:
        path.write_text("".join(islice(lines, TUNES)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def corpus(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """These tunes, packed."""
    from tunesmith.corpus.building import Options, build

    return build([source], tmp_path_factory.mktemp("corpus") / "packed", Options(transpositions=0)).folder


def call(*arguments: object) -> None:
    app([str(argument) for argument in arguments], result_action="return_value", exit_on_error=False)


def test_every_field_of_a_run_is_an_option() -> None:
    names = [name for name, _, _ in optional_fields() if name not in FIRST_NAMES]
    assert names == list(TrainingConfig().as_dict())


@pytest.mark.slow
def test_train_resume_estimate_and_evaluate(
    corpus: Path, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call("train", corpus, "--out", tmp_path, *TINY, "--repeat", "irish_abc=2")
    model = capsys.readouterr().out.strip()
    call("train", corpus, "--out", tmp_path, "--resume", "--epochs", "0.4")
    record = Checkpoint.load(model).record
    small = suited(TRAINING_PRESETS["small"], epoch_characters(corpus, TRAINING_PRESETS["small"]))
    asked = small.changed(embedding=16, hidden=32, epochs=0.4, rate=0.01, repeat=("irish_abc=2",))
    assert TrainingConfig.from_dict(record["training"]) == asked
    assert len(record["progress"]["losses"]) == 17

    capsys.readouterr()
    call("estimate", corpus, "--json", *TINY)
    found = json.loads(capsys.readouterr().out)
    assert found["parameters"] == Checkpoint.load(model).config.parameters
    call("estimate", corpus, *TINY)
    assert "0.2 epochs: 0:0" in capsys.readouterr().out

    call("evaluate", source, "--model", model, "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["tunes"] == TUNES
    assert 1 < found["body"]["bits_per_character"] < 7
    assert isinstance(composed(Checkpoint.load(model)), str)

    call("train", corpus, "--out", tmp_path / "next", "--epochs", "0.02", "--patience", "3", "--start", model)
    went_on = Checkpoint.load(tmp_path / "next" / "model.safetensors")
    assert went_on.record["start"] == {
        "model": Checkpoint.load(model).fingerprint,
        "terms": "any",
        "training": record["training"],
        "progress": record["progress"],
    }
    assert (went_on.config.hidden, went_on.record["training"]["rate"]) == (32, 1e-3)
    assert "tunesmith: --patience has no effect: the schedule is cosine" in capsys.readouterr().err


def test_a_run_that_is_resumed_has_begun(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="--start begins a run"):
        call("train", "tunes.abc", "--out", tmp_path, "--resume", "--start", "small")
    for other in (["--resume"], ["--start", "small"]):
        with pytest.raises(RequestError, match=f"--plain begins with the textbook network, {other[0]} with another"):
            call("train", "tunes.abc", "--out", tmp_path, "--plain", *other)


def test_fields_come_from_the_preset_the_size_the_textbook_a_file_and_the_command_line(
    corpus: Path, tmp_path: Path
) -> None:
    given = Fields(rate=0.5)
    (tmp_path / "mine.toml").write_text("rate = 0.1\nclip = 2.0\n")
    preset = TRAINING_PRESETS["small"]
    assert configured(corpus, "small", False, None, UNCHANGED) == suited(preset, epoch_characters(corpus, preset))
    plain = configured(corpus, "small", True, tmp_path / "mine.toml", given)
    assert plain == preset.changed(**PLAIN).changed(clip=2.0, rate=0.5)
    flagship = Checkpoint.load("flagship")
    begun = configured(corpus, "small", False, None, UNCHANGED, flagship)
    assert begun.network(len(flagship.vocabulary)) == replace(flagship.config, dropout=begun.dropout)
    assert begun.early > 0
