"""Where a tune is going: what its parts come to, and what is told of it at each character."""

from __future__ import annotations

import numpy as np
import pytest

from tunesmith.corpus.vocabulary import Vocabulary
from tunesmith.model.config import NetworkConfig
from tunesmith.model.encoder import EncoderSpec, Memory, code_points, encode, survey_all
from tunesmith.model.goal_features import FIELDS, GOAL_ROWS, GOALS, encode_goals, survey
from tunesmith.model.position_state import STAND

VOCABULARY = Vocabulary("".join(map(chr, range(32, 127))) + "\n")
HEADER = "X:1\nL:1/8\nM:6/8\nK:G\n"
PLAYED_AGAIN, ONCE, LAST = 2, 1, 6
NOT_LAST = 3


def goals_of(text: str) -> list[list[int]]:
    """Bars, shape and end of each part that has any."""
    goals, state = np.zeros(GOALS, np.int32), np.zeros(STAND, np.int32)
    survey(VOCABULARY.encode(text), code_points(VOCABULARY.idx_to_char), state, goals)
    return [row for row in goals.reshape(-1, FIELDS).tolist() if any(row)]


def end(degree: int, *, rests: bool) -> int:
    return 1 + 2 * degree + rests


@pytest.mark.parametrize(
    ("music", "parts"),
    [
        ("GBd gdB | AFD G3 |]", [[2, LAST + ONCE, end(0, rests=True)]]),
        ("GBd gdB | AFD GBd |]", [[2, LAST + ONCE, end(4, rests=False)]]),
        ("|: GBd gdB | AFD G3 :|", [[2, LAST + PLAYED_AGAIN, end(0, rests=True)]]),
        (
            "d | GBd gdB | AFD G2 :: d | gfe dcB | cAF D2 :|",
            [[2, NOT_LAST + PLAYED_AGAIN, end(0, rests=True)], [2, LAST + PLAYED_AGAIN, end(4, rests=True)]],
        ),
        (
            "|: GBd gdB |1 AFD D3 :|2 AFD G3 || e3 c3 | B3 G3 | A3 A2G |]",
            [[2, NOT_LAST + PLAYED_AGAIN, end(0, rests=True)], [3, LAST + ONCE, end(0, rests=False)]],
        ),
    ],
)
def test_what_parts_come_to(music: str, parts: list[list[int]]) -> None:
    assert goals_of(f"{HEADER}{music}\n") == parts


@pytest.mark.parametrize("key", ["C", "Gmin", "Ador", "F#min", "Bb", "Emix"])
def test_degrees_are_those_of_the_key(key: str) -> None:
    tonic = key[0]
    [[_, _, found]] = goals_of(f"X:1\nL:1/8\nM:4/4\nK:{key}\nA8 | {tonic}8 |]\n")
    assert found == end(0, rests=True)


def test_a_tune_of_more_parts_than_there_is_room_for_is_told_of_the_first() -> None:
    assert len(goals_of(f"{HEADER}" + "G6 | G6 || " * 20 + "G6 |]\n")) == GOALS // FIELDS - 1


def told(text: str, *, goals: bool = True) -> list[list[int]]:
    """What is told at each character, counted from the first row of each goal."""
    config = NetworkConfig(len(VOCABULARY), 4, 4, 1, 0.0, features=("goals", "position"))
    encoder, memory = EncoderSpec.of(config, VOCABULARY.idx_to_char), Memory.create(len(text))
    numbers = VOCABULARY.encode(text)
    if goals:
        survey_all(numbers, encoder, memory)
    rows = np.zeros((len(text), encoder.width), np.int32)
    for at in range(len(text)):
        encode(numbers, at, encoder, memory, rows[at])
    first = config.groups["repeats"] + np.cumsum([0, *GOAL_ROWS[:-1]])
    found: list[list[int]] = (rows[:, 1 : 1 + len(GOAL_ROWS)] - first).tolist()
    return found


def test_the_bars_that_are_left_are_counted_down() -> None:
    text = f"{HEADER}G6 | A6 | B6 :: c6 | d6 :|\n"
    left = [row[0] - 1 for row, character in zip(told(text), text, strict=True) if character in "GABcd"]
    assert left[-5:] == [3, 2, 1, 2, 1]


def test_the_end_is_told_otherwise_in_the_last_bar() -> None:
    text = f"{HEADER}B6 | A6 | G6 |]\n"
    ends = [row[2] for row, character in zip(told(text), text, strict=True) if character == "6"]
    assert ends[-3] == ends[-2] == end(0, rests=True)
    assert ends[-1] == GOAL_ROWS[2] // 2 + end(0, rests=True)


@pytest.mark.parametrize(
    ("symbol", "row"), [("G", 1), ("Am", 1 + 3 + 1), ("D7", 1 + 12), ("F#dim", 1 + 18 + 2), ("Cmaj7", 1 + 9), ("^x", 0)]
)
def test_the_chord_in_force_is_told_in_degrees_of_the_key(symbol: str, row: int) -> None:
    assert told(f'{HEADER}"{symbol}"G6 |')[-1][3] == row


def test_nothing_is_told_where_nothing_is_known() -> None:
    assert all(row[:3] == [0, 0, 0] for row in told(f"{HEADER}G6 | A6 :: B6 | G6 |]\n", goals=False))


def test_rows_of_all_goals_stay_in_their_range() -> None:
    random = np.random.default_rng(0)
    state = random.integers(0, 12, STAND)
    for _ in range(300):
        goals = np.stack([random.integers(0, 99, 12), random.integers(0, 9, 12), random.integers(0, 15, 12)], 1).ravel()
        symbols = np.zeros(len(GOAL_ROWS), np.int64)
        state = random.integers(0, 8, STAND)
        state[-1] %= 3
        encode_goals(state, goals, 0, symbols)
        first = np.cumsum([0, *GOAL_ROWS])
        assert all(first[place] <= row < first[place + 1] for place, row in enumerate(symbols))
