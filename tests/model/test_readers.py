from __future__ import annotations

import numpy as np
import pytest

from tunesmith.corpus.vocabulary import BOS, EOS, PAD, Vocabulary
from tunesmith.model.config import NetworkConfig
from tunesmith.model.encoder import EncoderSpec
from tunesmith.model.goal_features import FIELDS, GOALS
from tunesmith.model.readers import (
    BARS_TOLD,
    ENDS_TOLD,
    KINDS,
    LAST_TOLD,
    REPEATS_TOLD,
    Readers,
    Texts,
    forget_some,
    open_text,
    read_on,
    text_at,
)

VOCABULARY = Vocabulary("abcde%")
SPEC = EncoderSpec.of(NetworkConfig(len(VOCABULARY), 8, 8, 1, 0.0), VOCABULARY.idx_to_char)
FIRST_GROUP = 1 << KINDS


def texts(*told: int) -> Texts:
    """The tunes `ab` and `cde`, the first with the control line `%`, as far as it is told."""
    sizes = [4 + bool(told[0] & FIRST_GROUP), 5]
    return Texts(
        tokens=VOCABULARY.encode("abcde"),
        offsets=np.array([0, 2, 5]),
        control_tokens=VOCABULARY.encode("%"),
        control_offsets=np.array([0, 1, 1]),
        tune=np.array([0, 1]),
        control=np.array([[0], [1]]),
        told=np.array(told),
        begins=np.cumsum([0, *sizes]),
    )


def read(of: Texts, *places: int, steps: int) -> tuple[list[list[str]], list[list[int]]]:
    """What readers from these places read, and what is to be foretold after it, reader by reader."""
    readers = Readers.create(len(places), 16)
    inputs = np.zeros((steps, len(places), SPEC.width), np.int32)
    targets = np.zeros((steps, len(places)), np.uint8)
    read_on(of, SPEC, readers, np.array(places), 0, len(places), inputs, targets)
    characters = [[VOCABULARY.idx_to_char[number] for number in row] for row in inputs[:, :, 0].T]
    return characters, targets.T.tolist()


def test_a_text_is_read_to_its_end_and_then_the_next() -> None:
    [characters], [targets] = read(texts(0, 0), 0, steps=9)
    assert characters == ["<bos>", "a", "b", "<eos>", "<bos>", "c", "d", "e", "<eos>"]
    assert targets == [*VOCABULARY.encode("ab"), EOS, PAD, *VOCABULARY.encode("cde"), EOS, PAD]


def test_control_lines_are_read_and_not_foretold() -> None:
    [characters], [targets] = read(texts(FIRST_GROUP, 0), 0, steps=3)
    assert characters == ["<bos>", "%", "a"]
    assert targets == [PAD, *VOCABULARY.encode("ab")]


def test_a_reader_in_the_middle_has_heard_what_stands_before() -> None:
    characters, _ = read(texts(0, 0), 2, 7, steps=2)
    assert characters == [["b", "<eos>"], ["e", "<eos>"]]


def test_behind_the_last_text_comes_the_first() -> None:
    [characters], _ = read(texts(0, 0), 8, steps=3)
    assert characters == ["<eos>", "<bos>", "a"]


@pytest.mark.parametrize(("place", "text"), [(0, 0), (3, 0), (4, 1), (8, 1)])
def test_a_place_belongs_to_the_text_that_begins_before_it(place: int, text: int) -> None:
    assert text_at(np.array([0, 4, 9]), place) == text


def test_a_reader_that_opens_a_text_stands_before_its_first_character() -> None:
    readers = Readers.create(1, 16)
    assert readers.text.tolist() == [-1]
    open_text(texts(FIRST_GROUP, 0), SPEC, readers, 0, 0)
    assert (readers.text[0], readers.at[0], readers.asked[0]) == (0, 0, 2)
    assert readers.characters[0, :5].tolist() == [BOS, *VOCABULARY.encode("%ab"), EOS]


@pytest.mark.parametrize(
    ("told", "left"),
    [
        (BARS_TOLD | LAST_TOLD | REPEATS_TOLD | ENDS_TOLD, [8, 5, 3]),
        (BARS_TOLD, [8, 0, 0]),
        (LAST_TOLD, [0, 3, 0]),
        (REPEATS_TOLD, [0, 2, 0]),
        (ENDS_TOLD, [0, 0, 3]),
    ],
)
def test_of_the_goals_only_what_is_told_is_left(told: int, left: list[int]) -> None:
    goals = np.zeros(GOALS, np.int32)
    goals[:FIELDS] = [8, 3 * 1 + 2, 3]
    forget_some(goals, told)
    assert goals[:FIELDS].tolist() == left
