from __future__ import annotations

import numpy as np
import pytest
import torch

from tunesmith.corpus.vocabulary import BOS, EOS, PAD, Vocabulary
from tunesmith.errors import TrainingError
from tunesmith.inference.encoder import InputEncoder
from tunesmith.training.batches import Batches, Stream, Tunes, arrange
from tunesmith.training.config import TrainingConfig
from tunesmith.training.texts import Text, text_of

VOCABULARY = Vocabulary("abcdefghijklmnopqrst|")


def texts(lengths: list[int]) -> list[Text]:
    """Tunes of these lengths, all their characters different from those of the others."""
    ear = InputEncoder(TrainingConfig(echoes=(0,), bearings=False).network(len(VOCABULARY)), VOCABULARY.idx_to_char)
    return [text_of(ear, np.full(length, 10 + place, np.uint8)) for place, length in enumerate(lengths)]


def stream(some: list[Text], lanes: int, chunk: int, fresh: float = 0.0) -> Stream:
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
        Tunes(texts([9, 5]), batch=4, longest=9)


def test_padding_goes_to_the_longest_tune_or_to_a_fixed_width() -> None:
    some = texts([9, 5, 2, 3])
    assert Tunes(some, 2, longest=600)[1].inputs.shape == (4, 2, 3)
    batch = Tunes(some, 2, longest=8, width=8)[0]
    assert batch.inputs.shape == (7, 2, 3)
    assert batch.inputs[..., 0].T.tolist() == [[BOS] + [10] * 6, [BOS] + [11] * 5 + [EOS]]
    assert batch.targets.T.tolist() == [[10] * 7, [11] * 5 + [EOS, PAD]]
    assert batch.real == 13


def test_a_lane_hears_the_echoes_of_its_tune_and_of_no_other() -> None:
    some = texts([9, 5, 12, 2])
    everything = np.concatenate([text.symbols for text in some]).tolist()
    batches = stream(some, lanes=2, chunk=4)
    assert torch.cat([batches[index].inputs[:, 0] for index in range(2)]).tolist() == everything[:8]
    assert [text.symbols.tolist() for text in some[:2]] == [text.symbols.tolist() for text in texts([9, 5])]


def test_nothing_is_foretold_where_a_tune_is_padded() -> None:
    silence = texts([1])[0].symbols[0, 1:].tolist()
    padded = Tunes(texts([9, 5]), 2, longest=600)[0].inputs[-1, 1]
    assert padded.tolist() == [PAD, *silence]


def test_buckets_hold_tunes_of_like_length_and_lose_none() -> None:
    lengths = np.random.default_rng(1).integers(5, 200, 100).tolist()
    config = TrainingConfig(form="buckets", batch=10, echoes=(0,))
    batches = arrange(texts(lengths), config, 0)
    longest = [batches[index].inputs.shape[0] for index in range(len(batches))]
    real = sum(batches[index].real for index in range(len(batches)))
    assert real == sum(lengths) + len(lengths)
    assert real > 0.9 * 10 * sum(longest)
    assert longest != sorted(longest)


def test_processes_and_workers_share_the_lanes() -> None:
    batches = arrange(texts([50, 60, 70]), TrainingConfig(batch=4, chunk=8, echoes=(0,)), 0, processes=2)
    shares = [batches[0].columns(part, 4) for part in range(4)]
    assert all(share.inputs.shape == (8, 2, 3) for share in shares)
    assert torch.equal(torch.cat([share.inputs for share in shares], 1), batches[0].inputs)
    assert torch.equal(torch.cat([share.targets for share in shares], 1), batches[0].targets)
