from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from tunesmith.corpus.packed import PackedCorpus
from tunesmith.errors import TrainingError
from tunesmith.training.batches import Stream, arrange
from tunesmith.training.candidates import Candidate, read_candidates, with_candidates, write_candidates
from tunesmith.training.machine import set_up
from tunesmith.training.step import Learner
from tunesmith.training.texts import epoch_texts, reading_of, validation_texts
from tunesmith.training.validation import validate, validation_batches

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.training.config import TrainingConfig


@pytest.fixture
def corpus(packed: Path) -> PackedCorpus:
    return PackedCorpus.open(packed, "train")


@pytest.fixture
def candidates(corpus: PackedCorpus) -> list[Candidate]:
    """Two tunes of the corpus, as if composed, of which the second is worse than the first."""
    variants = corpus.originals[:2].tolist()
    texts = [corpus.vocabulary.decode(corpus.text(one)) for one in variants]
    lines = [tuple(map(corpus.vocabulary.decode, corpus.control_lines(one))) for one in variants]
    pairs = zip(texts, lines, (0.75, -0.75), strict=True)
    return [Candidate(text, controls, advantage) for text, controls, advantage in pairs]


def test_candidates_are_read_as_they_were_written(candidates: list[Candidate], tmp_path: Path) -> None:
    file = tmp_path / "candidates.jsonl.gz"
    write_candidates(file, candidates)
    assert read_candidates(file) == candidates


@pytest.mark.parametrize("content", [b"", b"not compressed", b"\x1f\x8b\x08"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "candidates.jsonl.gz"
    file.write_bytes(content)
    with pytest.raises(TrainingError, match=r"candidates\.jsonl\.gz: holds no candidates"):
        read_candidates(file)


def test_candidates_stand_after_the_tunes_of_a_corpus(corpus: PackedCorpus, candidates: list[Candidate]) -> None:
    grown, weights = with_candidates(corpus, candidates, 0.5)
    decode = grown.vocabulary.decode
    assert [decode(grown.text(len(corpus) + place)) for place in (0, 1)] == [one.text for one in candidates]
    for place, one in enumerate(candidates):
        assert tuple(map(decode, grown.control_lines(len(corpus) + place))) == one.controls
    assert np.array_equal(grown.text(3), corpus.text(3))
    assert weights.tolist() == [1.0] * len(corpus) + [0.375, -0.375]
    assert [tune.source for tune in grown.tunes[-2:]] == ["candidates", "candidates"]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ([Candidate("X:1\n", (), 1.0)], "other characters or control lines"),
        ([Candidate("\N{SNOWMAN}", ("", "", ""), 1.0)], "other characters or control lines"),
    ],
)
def test_what_does_not_fit_the_corpus_is_refused(corpus: PackedCorpus, changed: list[Candidate], problem: str) -> None:
    with pytest.raises(TrainingError, match=problem):
        with_candidates(corpus, changed, 0.5)


def test_every_character_of_a_text_has_its_weight(
    corpus: PackedCorpus, candidates: list[Candidate], config: TrainingConfig
) -> None:
    grown, weights = with_candidates(corpus, candidates, 0.5)
    reading = epoch_texts(grown, config.changed(repeat=("candidates=5",)), 0, weights)
    assert reading.weights is not None
    assert np.count_nonzero(reading.weights != 1) == 10
    row = np.repeat(reading.weights, reading.lengths)
    batches = arrange(reading, config, 0)
    assert isinstance(batches, Stream)
    for number, places in enumerate(batches.places):
        found = batches[number].weights
        assert found is not None
        assert np.array_equal(found, row[(places + np.arange(config.chunk)[:, None]) % len(row)])
        halves = [batches[number].columns(part, 2).weights for part in (0, 1)]
        assert torch.equal(torch.cat([half for half in halves if half is not None], 1), found)


@pytest.mark.parametrize("form", ["padded", "buckets"])
def test_candidates_are_read_in_a_stream_alone(
    corpus: PackedCorpus, candidates: list[Candidate], config: TrainingConfig, form: str
) -> None:
    grown, weights = with_candidates(corpus, candidates, 0.5)
    with pytest.raises(TrainingError, match="--form stream"):
        arrange(epoch_texts(grown, config, 0, weights), config.changed(form=form), 0)


def test_a_better_candidate_becomes_likelier_and_a_worse_one_less_likely(
    corpus: PackedCorpus, candidates: list[Candidate], config: TrainingConfig
) -> None:
    config = config.changed(dropout=0.0, repeat=("odd=0", "even=0", "candidates=20"))
    learner = Learner(config, corpus.vocabulary, set_up(config))
    encoder = validation_texts(corpus, config).encoder

    def bits() -> list[float]:
        tunes = [corpus.vocabulary.encode(one.text) for one in candidates]
        rows = [validation_batches(reading_of(encoder, [tune])) for tune in tunes]
        return [validate(learner.network, row, learner.fabric).bits for row in rows]

    grown, weights = with_candidates(corpus, candidates, 1.0)
    batches = arrange(epoch_texts(grown, config, 0, weights), config, 0)
    before = bits()
    for number in range(len(batches)):
        step = learner.step([batches[number]], 0.01, number)
        assert step.characters == 0
    after = bits()
    assert after[0] - before[0] < after[1] - before[1] - 0.05
