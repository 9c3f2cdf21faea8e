from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.corpus.packed import PackedCorpus
from tunesmith.corpus.vocabulary import PAD
from tunesmith.errors import TrainingError
from tunesmith.training.config import TrainingConfig
from tunesmith.training.texts import epoch_texts, validation_texts

if TYPE_CHECKING:
    from pathlib import Path


def spelt(corpus: PackedCorpus, config: TrainingConfig, epoch: int = 0) -> list[str]:
    return [corpus.vocabulary.decode(text.numbers) for text in epoch_texts(corpus, config, epoch)]


def test_a_tune_stands_between_its_marks_after_its_control_lines(packed: Path, config: TrainingConfig) -> None:
    corpus = PackedCorpus.open(packed, "train")
    texts = spelt(corpus, config.changed(controls=1.0))
    lines = re.compile(r"<bos>R:reel\nS:1\nB:4\nC:(none|written|found)\nX:")
    assert all(lines.match(text) and text.endswith("|]<eos>") for text in texts)
    assert len(texts) == 60


def test_each_group_of_control_lines_comes_and_goes(packed: Path, config: TrainingConfig) -> None:
    texts = spelt(PackedCorpus.open(packed, "train"), config)
    kinds = {("R:" in text, "S:" in text, "C:" in text) for text in texts}
    assert len(kinds) == 8


def test_the_chord_line_says_what_chords_the_text_has(packed: Path, config: TrainingConfig) -> None:
    corpus = PackedCorpus.open(packed, "train")
    texts = [text for epoch in range(4) for text in spelt(corpus, config.changed(controls=1.0), epoch)]
    said = {(text.partition("C:")[2].split("\n")[0], '"' in text) for text in texts}
    assert said == {("none", False), ("written", True), ("found", True)}
    fourth = {int(text.partition("X:")[2].split("\n")[0]) % 4 for text in texts if "C:found" in text}
    assert fourth == {1}


def test_an_epoch_reads_every_tune_in_one_of_its_keys(packed: Path, config: TrainingConfig) -> None:
    texts = spelt(PackedCorpus.open(packed, "train"), config)
    numbers = sorted(int(text.partition("X:")[2].partition("\n")[0]) for text in texts)
    assert numbers == list(range(60))
    assert {text.partition("K:")[2][0] for text in texts} == {"D", "G", "A"}
    assert {text.partition("K:")[2][0] for text in spelt_plain(packed, config)} == {"D"}


def spelt_plain(packed: Path, config: TrainingConfig) -> list[str]:
    return spelt(PackedCorpus.open(packed, "train"), config.changed(transpose=False))


def test_a_source_can_be_read_more_than_once(packed: Path, config: TrainingConfig) -> None:
    texts = spelt(PackedCorpus.open(packed, "train"), config.changed(repeat=("odd=3", "even=0")))
    assert len(texts) == 90
    assert all(int(text.partition("X:")[2].partition("\n")[0]) % 2 for text in texts)


def test_a_run_that_leaves_out_every_source_is_one_clear_error(packed: Path, config: TrainingConfig) -> None:
    with pytest.raises(TrainingError, match="leaves out every source"):
        spelt(PackedCorpus.open(packed, "train"), config.changed(repeat=("odd=0", "even=0")))


def test_epochs_differ_and_come_again_by_the_seed(packed: Path, config: TrainingConfig) -> None:
    corpus = PackedCorpus.open(packed, "train")
    assert spelt(corpus, config, 3) == spelt(corpus, config, 3)
    assert spelt(corpus, config, 3) != spelt(corpus, config, 4)
    assert spelt(corpus, config, 3) != spelt(corpus, config.changed(seed=1), 3)


def test_only_the_tune_and_its_end_are_to_be_predicted(packed: Path, config: TrainingConfig) -> None:
    corpus = PackedCorpus.open(packed, "train")
    for text in epoch_texts(corpus, config, 0):
        asked = corpus.vocabulary.decode(text.targets[text.targets != PAD])
        assert asked.startswith("X:")
        assert asked.endswith("|]<eos>")


def test_held_out_tunes_are_read_in_their_own_key_without_control_lines(packed: Path) -> None:
    corpus = PackedCorpus.open(packed, "validation")
    texts = [
        corpus.vocabulary.decode(text.numbers)
        for text in validation_texts(corpus, TrainingConfig(repeat_lags=(), features=()))
    ]
    assert [text[:8] for text in texts] == [f"<bos>X:{number}"[:8] for number in range(60, 68)]
    assert all("K:D\n" in text for text in texts)
    assert all(
        np.array_equal(text.targets[1:], text.numbers[1:])
        for text in validation_texts(corpus, TrainingConfig(repeat_lags=(), features=()))
    )
