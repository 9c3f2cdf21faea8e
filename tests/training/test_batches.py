from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from tunesmith.corpus.packed import PackedCorpus
from tunesmith.corpus.vocabulary import BOS, EOS, PAD, Vocabulary
from tunesmith.errors import TrainingError
from tunesmith.training.batches import Batch, Batches, Stream, Tunes, arrange
from tunesmith.training.config import TrainingConfig
from tunesmith.training.texts import Reading, encoder_of, epoch_texts, reading_of

if TYPE_CHECKING:
    from pathlib import Path

VOCABULARY = Vocabulary("abcdefghijklmnopqrst|")


def texts(lengths: list[int]) -> Reading:
    """Tunes of these lengths, all their characters different from those of the others."""
    encoder = encoder_of(TrainingConfig(repeat_lags=(0,), features=()), len(VOCABULARY), VOCABULARY.idx_to_char)
    return reading_of(encoder, [np.full(length, 10 + place % 10, np.uint8) for place, length in enumerate(lengths)])


def stream(some: Reading, lanes: int, chunk: int, fresh: float = 0.0) -> Stream:
    return Stream(some, lanes, chunk, fresh, np.random.default_rng(0))


def rows(batches: Batches) -> list[list[int]]:
    """What each lane read, over all batches."""
    return torch.cat([batches[index].inputs[..., 0] for index in range(len(batches))]).T.tolist()


def test_lanes_read_on_from_where_they_began() -> None:
    some = texts([9, 5, 12, 2])
    everything = np.concatenate([text.numbers for text in some]).tolist()
    batches = stream(some, lanes=2, chunk=4)
    first, second = rows(batches)
    assert first == everything[:16]
    assert second == everything[18:34]
    assert [batches[index].fresh.tolist() for index in range(2)] == [[True, True], [False, False]]


def test_a_lane_that_breaks_off_goes_on_with_the_next_tune() -> None:
    batches = stream(texts([9, 5, 12, 3, 20, 7, 8, 9, 10, 11]), lanes=2, chunk=4, fresh=0.4)
    fresh = torch.stack([batches[index].fresh for index in range(len(batches))])
    firsts = torch.stack([batches[index].inputs[0, :, 0] for index in range(len(batches))])
    assert 0 < int(fresh[1:].sum()) < fresh[1:].numel()
    assert (firsts[fresh] == BOS).all()
    assert not (firsts[~fresh] == BOS).all()


def test_a_stream_asks_for_the_next_character() -> None:
    some = texts([9, 5, 12, 3])
    batches = stream(some, lanes=1, chunk=8)
    targets = torch.cat([batches[index].targets for index in range(len(batches))]).flatten().tolist()
    expected = np.concatenate([text.targets for text in some]).tolist()[1:]
    assert targets == expected[: len(targets)]
    assert BOS not in targets


def test_a_corpus_that_is_too_small_for_its_lanes_is_refused() -> None:
    with pytest.raises(TrainingError, match="33 characters are too few for 8 lanes of 8: lower batch or chunk"):
        stream(texts([9, 5, 10, 1]), lanes=8, chunk=8)
    with pytest.raises(TrainingError, match="2 tunes are too few for batches of 4"):
        Tunes(texts([9, 5]), range(2), batch=4, longest=9)


def test_padding_goes_to_the_longest_tune_or_to_a_fixed_width() -> None:
    some = texts([9, 5, 2, 3])
    assert Tunes(some, range(4), 2, longest=600)[1].inputs.shape == (4, 2, 3)
    batch = Tunes(some, range(4), 2, longest=8, width=8)[0]
    assert batch.inputs.shape == (7, 2, 3)
    assert batch.inputs[..., 0].T.tolist() == [[BOS] + [10] * 6, [BOS] + [11] * 5 + [EOS]]
    assert batch.targets.T.tolist() == [[10] * 7, [11] * 5 + [EOS, PAD]]
    assert batch.real == 13


def test_a_lane_reads_the_repeats_of_its_tune_and_of_no_other() -> None:
    some = texts([9, 5, 12, 2])
    everything = np.concatenate([text.symbols for text in some]).tolist()
    batches = stream(some, lanes=2, chunk=4)
    assert torch.cat([batches[index].inputs[:, 0] for index in range(2)]).tolist() == everything[:8]
    assert [some[place].symbols.tolist() for place in range(2)] == [text.symbols.tolist() for text in texts([9, 5])]


def test_nothing_is_predicted_where_a_tune_is_padded() -> None:
    padding = texts([1])[0].symbols[0, 1:].tolist()
    padded = Tunes(texts([9, 5]), range(2), 2, longest=600)[0].inputs[-1, 1]
    assert padded.tolist() == [PAD, *padding]


def test_buckets_hold_tunes_of_like_length_and_lose_none() -> None:
    lengths = np.random.default_rng(1).integers(5, 200, 100).tolist()
    config = TrainingConfig(form="buckets", batch=10, repeat_lags=(0,))
    batches = arrange(texts(lengths), config, 0)
    longest = [batches[index].inputs.shape[0] for index in range(len(batches))]
    real = sum(batches[index].real for index in range(len(batches)))
    assert real == sum(lengths) + len(lengths)
    assert real > 0.9 * 10 * sum(longest)
    assert longest != sorted(longest)


def test_processes_and_workers_share_the_lanes() -> None:
    batches = arrange(texts([50, 60, 70]), TrainingConfig(batch=4, chunk=8, repeat_lags=(0,)), 0, processes=2)
    shares = [batches[0].columns(part, 4) for part in range(4)]
    assert all(share.inputs.shape == (8, 2, 3) for share in shares)
    assert torch.equal(torch.cat([share.inputs for share in shares], 1), batches[0].inputs)
    assert torch.equal(torch.cat([share.targets for share in shares], 1), batches[0].targets)


def test_lanes_have_the_features_of_a_text_read_alone(packed: Path, config: TrainingConfig) -> None:
    reading = epoch_texts(PackedCorpus.open(packed, "train"), config.changed(told=1.0), 0)
    row = np.concatenate([text.symbols for text in reading])
    targets = np.concatenate([text.targets for text in reading])
    batches = arrange(reading, config.changed(fresh=0.3), 0, threads=2)
    assert isinstance(batches, Stream)
    for index, places in enumerate(batches.places):
        span = (places + np.arange(config.chunk)[:, None]) % len(row)
        assert np.array_equal(batches[index].inputs, row[span])
        assert np.array_equal(batches[index].targets, targets[(span + 1) % len(row)])


def test_batches_may_be_asked_for_in_any_order(packed: Path, config: TrainingConfig) -> None:
    reading = epoch_texts(PackedCorpus.open(packed, "train"), config, 0)
    forth, back = (arrange(reading, config, 0) for _ in range(2))
    last = len(forth) - 1
    backwards = {index: back[index] for index in range(last, -1, -1)}
    for index in range(len(forth)):
        assert torch.equal(forth[index].inputs, backwards[index].inputs)
        assert torch.equal(forth[index].targets, backwards[index].targets)


def bytes_of(arrays: Any) -> int:
    """The bytes of arrays, also of those in tuples of them."""
    return sum(bytes_of(one) if isinstance(one, tuple) else one.nbytes for one in arrays)


def test_a_stream_holds_its_order_and_not_what_it_reads() -> None:
    batches = stream(texts([100] * 50), lanes=2, chunk=16)
    held = batches.places.nbytes + batches.fresh.nbytes + bytes_of(batches.readers) + bytes_of(batches.reading.texts)
    everything = sum(batches[index].inputs.nbytes for index in range(len(batches)))
    longer = stream(texts([100] * 500), lanes=2, chunk=16)
    assert bytes_of(longer.readers) == bytes_of(batches.readers)
    assert held < everything


def test_small_numbers_travel_and_large_ones_arrive() -> None:
    symbols = torch.tensor([[[0, 4463]], [[1, 32767]]], dtype=torch.int16)
    batch = Batch(symbols, torch.tensor([[3], [255]], dtype=torch.uint8), torch.ones(1, dtype=torch.bool))
    inputs, targets = batch.on(torch.device("cpu"))
    assert (inputs.dtype, targets.dtype) == (torch.int32, torch.int64)
    assert inputs.flatten().tolist() == [0, 4463, 1, 32767]
    assert targets.flatten().tolist() == [3, 255]
