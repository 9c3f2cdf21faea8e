from __future__ import annotations

import numpy as np
import pytest

from tunesmith.corpus.vocabulary import Vocabulary
from tunesmith.model.config import NetworkConfig
from tunesmith.model.encoder import EncoderSpec, Memory, encode, encode_all, survey_all
from tunesmith.model.goal_features import FIELDS, GOAL_ROWS
from tunesmith.model.position_features import POSITION_FEATURES
from tunesmith.model.repeat_features import STRENGTHS

VOCABULARY = Vocabulary("".join(map(chr, range(32, 127))) + "\n")
V = len(VOCABULARY)
TEXT = VOCABULARY.encode("X:1\nL:1/8\nM:4/4\nK:D\nd4 f4 | d8 |]\n")


def spec(**told: object) -> EncoderSpec:
    return EncoderSpec.of(NetworkConfig(V, 16, 16, 1, 0.0, **told), VOCABULARY.idx_to_char)  # type: ignore[arg-type]


def rows(of: EncoderSpec, memory: Memory | None = None) -> np.ndarray:
    symbols = np.zeros((len(TEXT), of.width), np.int32)
    encode_all(TEXT, of, memory or Memory.create(len(TEXT) + 1), symbols)
    return symbols


@pytest.mark.parametrize(
    ("told", "width"),
    [
        ({}, 1),
        ({"repeat_lags": (0, 1)}, 1 + 2 * 2),
        ({"features": ("position",)}, 1 + POSITION_FEATURES),
        ({"features": ("goals", "position")}, 1 + len(GOAL_ROWS) + POSITION_FEATURES),
    ],
)
def test_a_row_is_read_for_each_thing_that_is_told(told: dict[str, object], width: int) -> None:
    assert spec(**told).width == width


def test_without_anything_told_only_the_characters_are_read() -> None:
    np.testing.assert_array_equal(rows(spec())[:, 0], TEXT)


def test_every_kind_of_row_has_its_own_range_of_the_embedding() -> None:
    config = NetworkConfig(V, 16, 16, 1, 0.0, repeat_lags=(0, 1), features=("goals", "position"))
    of = EncoderSpec.of(config, VOCABULARY.idx_to_char)
    found = rows(of)
    repeats = V + 2 * (V + STRENGTHS)
    assert (found[:, 1:5] >= V).all()
    assert (found[:, 1:5] < repeats).all()
    assert (found[:, 5 : 5 + len(GOAL_ROWS)] >= repeats).all()
    assert (found[:, 5 : 5 + len(GOAL_ROWS)] < repeats + sum(GOAL_ROWS)).all()
    assert (found[:, 5 + len(GOAL_ROWS) :] >= repeats + sum(GOAL_ROWS)).all()
    assert found.max() < config.symbols


def test_characters_in_turn_are_the_same_as_all_at_once() -> None:
    of = spec(repeat_lags=(0, 1), features=("position",))
    memory, symbols = Memory.create(len(TEXT) + 1), np.zeros(of.width, np.int32)
    one_by_one = []
    for at in range(len(TEXT)):
        encode(TEXT, at, of, memory, symbols)
        one_by_one.append(symbols.tolist())
    assert one_by_one == rows(of).tolist()


def test_padding_is_what_is_read_of_no_text() -> None:
    of = spec(repeat_lags=(0, 1), features=("position",))
    assert of.padding.shape == (of.width,)
    assert of.padding[0] == 0


def test_the_goals_of_a_text_change_what_is_told_of_it() -> None:
    of = spec(features=("goals", "position"))
    memory = Memory.create(len(TEXT) + 1)
    survey_all(TEXT, of, memory)
    assert memory.goals[:FIELDS].tolist()[0] == 2  # bars
    assert (rows(of, memory) != rows(of)).any()


def test_a_memory_has_room_for_several_texts() -> None:
    assert [part.shape[0] for part in Memory.create(9, 4)] == [4] * 4
