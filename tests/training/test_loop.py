from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from shutil import copytree, rmtree
from typing import TYPE_CHECKING

import pytest
import torch
from safetensors.torch import load_file
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from tests.support.databases import free_port
from tunesmith.corpus.packed import PackedCorpus, write_split
from tunesmith.corpus.vocabulary import Vocabulary
from tunesmith.errors import TrainingError
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.training.candidates import Candidate
from tunesmith.training.config import TrainingConfig
from tunesmith.training.logbook import Logbook
from tunesmith.training.loop import Run, train
from tunesmith.training.resume import load_position, resume_file
from tunesmith.training.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tunesmith.training.batches import Batch
    from tunesmith.training.step import Step

PROGRAM = """
import json, sys
from pathlib import Path
from tunesmith.training.config import TrainingConfig
from tunesmith.training.loop import train
corpus, out, config = sys.argv[1:]
train(Path(corpus), TrainingConfig.from_dict(json.loads(config)), Path(out))
"""


def command(packed: Path, out: Path, config: TrainingConfig) -> list[str]:
    return [PROGRAM, str(packed), str(out), json.dumps(config.as_dict())]


@contextmanager
def started(packed: Path, out: Path, config: TrainingConfig) -> Iterator[subprocess.Popen[str]]:
    """Train in a process of its own, which has something to resume from and ends with the context."""
    words = [sys.executable, "-c", *command(packed, out, config)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        try:
            while not resume_file(out, 0).exists():
                assert process.poll() is None, process.communicate()[1]
                time.sleep(0.01)
            yield process
        finally:
            process.kill()


def test_a_run_learns_and_keeps_its_best_network(packed: Path, config: TrainingConfig, tmp_path: Path) -> None:
    model = Checkpoint.load(train(packed, config.changed(epochs=3.0, rate=0.01), tmp_path))
    losses = model.record["progress"]["losses"]
    assert len(losses) >= 20
    assert losses[-1] < losses[0]
    assert TrainingConfig.from_dict(model.record["training"]) == config.changed(epochs=3.0, rate=0.01)


def test_a_run_with_candidates_keeps_its_last_network_and_says_how_many_it_read(
    packed: Path, config: TrainingConfig, tmp_path: Path
) -> None:
    text = "X:1\nL:1/8\nM:4/4\nK:D\n DEFG ABcd | DEFG ABcd | DEFG ABcd | DEFG ABcd |]"
    own = [Candidate(text, ("R:reel\n", "S:1\nB:4\n", "C:none\n"), advantage) for advantage in (7.0, -1.0)]
    config = config.changed(rate=0.05, strength=1.0, repeat=("candidates=30",))
    model = Checkpoint.load(train(packed, config, tmp_path, candidates=own))
    progress = model.record["progress"]
    assert progress["candidates"] == 2
    assert progress["steps"] == load_position(resume_file(tmp_path, 0))[1].steps


def test_a_run_can_end_within_an_epoch_and_validates_at_its_end(
    packed: Path, config: TrainingConfig, tmp_path: Path
) -> None:
    train(packed, config.changed(epochs=1.5), tmp_path)
    _, position, _ = load_position(resume_file(tmp_path, 0))
    assert position.epoch == 1
    assert len(position.losses) >= 20
    assert Checkpoint.load(tmp_path / "model.safetensors").record["progress"]["steps"] <= position.steps


def test_a_killed_run_goes_on_to_the_very_same_weights(packed: Path, config: TrainingConfig, tmp_path: Path) -> None:
    config = config.changed(epochs=4.0, every=7, average=0.9, schedule="plateau", patience=1, rate=0.05)
    train(packed, config, tmp_path / "whole")
    with started(packed, tmp_path / "killed", config.changed(epochs=4.0)):
        pass
    _, killed, _ = load_position(resume_file(tmp_path / "killed", 0))
    train(packed, config, tmp_path / "killed", resume=True)
    _, whole, _ = load_position(resume_file(tmp_path / "whole", 0))
    _, resumed, _ = load_position(resume_file(tmp_path / "killed", 0))
    assert 0 < killed.steps < whole.steps == resumed.steps
    assert resumed.losses == whole.losses
    expected, found = (load_file(resume_file(tmp_path / name, 0)) for name in ("whole", "killed"))
    assert expected.keys() == found.keys()
    assert all(torch.equal(expected[name], found[name]) for name in expected)
    best = [Checkpoint.load(tmp_path / name / "model.safetensors").fingerprint for name in ("whole", "killed")]
    assert best[0] == best[1]


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 1), (signal.SIGTERM, 143)])
def test_an_interrupted_run_can_be_resumed(
    packed: Path, config: TrainingConfig, tmp_path: Path, sent: signal.Signals, status: int
) -> None:
    with started(packed, tmp_path, config.changed(epochs=10_000.0, every=4)) as process:
        _, before, _ = load_position(resume_file(tmp_path, 0))
        while load_position(resume_file(tmp_path, 0))[1].steps == before.steps:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(sent)
        process.communicate()
    assert process.returncode == (-sent if sent == signal.SIGINT else status)
    _, after, _ = load_position(resume_file(tmp_path, 0))
    assert after.steps > before.steps


@pytest.mark.slow
def test_two_processes_learn_what_one_does_with_twice_the_batch(
    packed: Path, config: TrainingConfig, tmp_path: Path
) -> None:
    config = config.changed(dropout=0.0, epochs=2.0, every=4)
    train(packed, config.changed(batch=8), tmp_path / "one")
    program, *arguments = command(packed, tmp_path / "two", config)
    (tmp_path / "program.py").write_text(program)
    join = ["-m", "torch.distributed.run", "--nproc-per-node=2", "--master-addr=127.0.0.1"]
    subprocess.run(
        [sys.executable, *join, f"--master-port={free_port()}", str(tmp_path / "program.py"), *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    (_, one, _), (_, two, _) = (load_position(resume_file(tmp_path / name, 0)) for name in ("one", "two"))
    assert (one.steps, one.characters) == (two.steps, two.characters)
    assert two.losses == pytest.approx(one.losses, rel=1e-4)
    assert resume_file(tmp_path / "two", 1).exists()


@pytest.mark.parametrize(
    ("every", "said"),
    [(3, r"the last good checkpoint is .*model\.safetensors"), (100, "there is no good checkpoint yet")],
)
def test_a_loss_that_is_not_finite_ends_the_run_and_names_the_last_good_network(
    packed: Path, config: TrainingConfig, tmp_path: Path, every: int, said: str
) -> None:
    run = Run(packed, config.changed(every=every), tmp_path)
    learn = run.learner.step

    def spoil(batches: list[Batch], rate: float, number: int) -> Step:
        if number == 4:
            with torch.no_grad():
                run.learner.network.output.bias[0] = float("nan")
        return learn(batches, rate, number)

    run.learner.step = spoil  # type: ignore[method-assign,assignment]
    with Logbook(tmp_path, run.position) as log, pytest.raises(TrainingError, match=f"not finite at step 5; {said}"):
        run.go(log, None)
    if every < 4:
        assert Checkpoint.load(tmp_path / "model.safetensors").record["progress"]["steps"] == 3


def test_a_run_that_diverges_ends_in_a_sentence(packed: Path, config: TrainingConfig, tmp_path: Path) -> None:
    with pytest.raises(
        TrainingError, match=r"diverges: [\d,.]+ bits .* guessing has 5\.\d; lower rate; there is no good"
    ):
        train(packed, config.changed(rate=1e4, every=4), tmp_path)


def test_a_run_has_the_time_that_it_is_given(
    packed: Path, config: TrainingConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count(step=0.5)  # every look at it is half a second
    monkeypatch.setattr("tunesmith.training.loop.time.perf_counter", lambda: next(clock))
    rates: list[float] = []
    run = Run(packed, config.changed(minutes=1.0, schedule="cosine", every=30, epochs=0.01), tmp_path)
    learn = run.learner.step
    run.learner.step = lambda batches, rate, number: rates.append(rate) or learn(batches, rate, number)  # type: ignore
    with Logbook(tmp_path, run.position) as log:
        run.go(log, None)
    assert len(rates) > 20
    assert rates[-1] < 0.05 * max(rates)
    assert 55 <= run.position.seconds <= 65


def test_a_run_that_is_interrupted_before_it_validates_leaves_a_model(
    packed: Path, config: TrainingConfig, tmp_path: Path
) -> None:
    run = Run(packed, config.changed(every=100), tmp_path)
    learn = run.learner.step

    def interrupt(batches: list[Batch], rate: float, number: int) -> Step:
        if number == 2:
            signal.raise_signal(signal.SIGINT)
        return learn(batches, rate, number)

    run.learner.step = interrupt  # type: ignore[method-assign,assignment]
    with Logbook(tmp_path, run.position) as log, pytest.raises(KeyboardInterrupt):
        run.go(log, None)
    model = Checkpoint.load(tmp_path / "model.safetensors")
    assert model.record["progress"]["steps"] == 3
    assert "validation" not in model.record


def test_a_network_that_cannot_compose_loses_no_step(packed: Path, config: TrainingConfig, tmp_path: Path) -> None:
    def fail(_: Checkpoint) -> str:
        raise RuntimeError("the kernel does not compile")

    config = config.changed(every=3)
    with pytest.raises(RuntimeError, match="kernel"):
        train(packed, config, tmp_path, compose=fail)
    _, position, _ = load_position(resume_file(tmp_path, 0))
    assert position.steps == 3
    assert len(position.losses) == 1


def test_a_run_without_gain_ends_early(packed: Path, config: TrainingConfig, tmp_path: Path) -> None:
    train(packed, config.changed(rate=1e-12, every=2, early=3, epochs=100.0, average=0.0), tmp_path)
    _, position, _ = load_position(resume_file(tmp_path, 0))
    assert min(position.losses[-3:]) >= min(position.losses[:-3])
    assert position.epoch == 0


def test_a_corpus_with_other_characters_is_no_place_to_resume(
    packed: Path, config: TrainingConfig, tmp_path: Path
) -> None:
    train(packed, config.changed(epochs=0.2), tmp_path / "run")
    copytree(packed, tmp_path / "corpus")
    record = json.loads((packed / "corpus.json").read_text())
    record["vocabulary"] = [*record["vocabulary"], "\U0010ffff"]
    (tmp_path / "corpus" / "corpus.json").write_text(json.dumps(record))
    with pytest.raises(TrainingError, match="belongs to a corpus with another vocabulary"):
        train(tmp_path / "corpus", config, tmp_path / "run", resume=True)


def test_what_a_run_has_learned_from_is_not_left_out_later(
    packed: Path, config: TrainingConfig, tmp_path: Path
) -> None:
    train(packed, config.changed(epochs=0.2, repeat=("even=0", "elsewhere=2")), tmp_path / "run")
    for repeat in (("odd=0",), ("even=0", "odd=0")):
        with pytest.raises(TrainingError, match="has learned from odd: "):
            train(packed, config.changed(repeat=repeat), tmp_path / "run", resume=True)
    train(packed, config.changed(epochs=0.4, repeat=("even=0", "elsewhere=0")), tmp_path / "run", resume=True)


def test_a_folder_holds_one_run(packed: Path, config: TrainingConfig, tmp_path: Path) -> None:
    train(packed, config.changed(epochs=0.2), tmp_path / "run")
    with pytest.raises(TrainingError, match="already holds a run: resume it, or choose another folder"):
        train(packed, config, tmp_path / "run")
    (tmp_path / "file").write_text("")
    with pytest.raises(TrainingError, match="cannot be made"):
        train(packed, config, tmp_path / "file" / "run")


def test_there_must_be_a_run_to_resume(packed: Path, config: TrainingConfig, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="there is no run to resume"):
        train(packed, config, tmp_path, resume=True)


@pytest.mark.parametrize(("split", "use"), [("train", "learn from"), ("validation", "validate on")])
def test_a_corpus_must_hold_tunes_for_both(
    packed: Path, config: TrainingConfig, tmp_path: Path, split: str, use: str
) -> None:
    copytree(packed, tmp_path / "corpus")
    rmtree(tmp_path / "corpus" / split)
    write_split(tmp_path / "corpus" / split, PackedCorpus.open(packed, "train").vocabulary, [], [])
    with pytest.raises(TrainingError, match=f"has no tune to {use}: it takes tunes of two families"):
        train(tmp_path / "corpus", config, tmp_path / "run")


def test_a_run_that_goes_on_with_a_model_keeps_to_its_characters(
    packed: Path, config: TrainingConfig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = Checkpoint.load(train(packed, config.changed(epochs=0.2), tmp_path / "first"))
    other = Vocabulary(first.vocabulary.characters.replace("|", "é"))
    start = replace(first, vocabulary=other)
    train(packed, config.changed(epochs=0.2), tmp_path / "next", start=start)
    train(packed, config.changed(epochs=0.4), tmp_path / "next", resume=True)
    assert Checkpoint.load(tmp_path / "next" / "model.safetensors").vocabulary == other
    assert "characters that the model does not know: '|' " in capsys.readouterr().err
    settings = TrainingConfig().changed(**read_settings(tmp_path / "next" / "settings.toml"))
    assert settings == config.changed(epochs=0.4)


def test_tensorboard_is_told_everything(packed: Path, config: TrainingConfig, tmp_path: Path) -> None:
    train(
        packed,
        config.changed(epochs=100.0, every=50, early=2, rate=1e-9),
        tmp_path,
        compose=lambda _: "X:1\nK:D\n ABc |]",
    )
    log = EventAccumulator(str(tmp_path / "tensorboard")).Reload()
    measures = {"loss", "bits_per_character", "perplexity"}
    assert {f"validation/{name}" for name in measures | {"top1", "top5"}} <= set(log.Tags()["scalars"])
    assert "X:1\nK:D\n ABc |]" in log.Tensors("composed/text_summary")[0].tensor_proto.string_val[0].decode()
