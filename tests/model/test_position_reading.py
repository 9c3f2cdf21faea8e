from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from tests.notation.test_canonical import TUNES
from tunesmith.model import position_state
from tunesmith.model.encoder import code_points
from tunesmith.model.position_reading import update_position
from tunesmith.model.position_state import STAND, room
from tunesmith.notation import Tune

SYMBOLS = ["<pad>", "<bos>", "<eos>", "<unk>", *map(chr, range(32, 127)), "\n"]
POINTS = code_points(SYMBOLS)
HEADER = "X:1\nL:1/8\nM:6/8\nK:Ador\n"


def stand_after(text: str) -> np.ndarray:
    """What is known of a text at its end."""
    numbers, state = np.array([SYMBOLS.index(character) for character in text], np.uint8), np.full(STAND, 7, np.int32)
    for at in range(len(numbers)):
        update_position(numbers, at, POINTS, state)
    return state


def eighths_left(music: str, header: str = HEADER) -> Fraction:
    return Fraction(int(room(stand_after(header + music))), position_state.WHOLE // 8)


@pytest.mark.parametrize(
    ("music", "left"),
    [
        ("", 6),
        ("A2 B", 3),
        ("A3/2B/", 4),
        ("A>B", 4),
        ("A>>B c", 3),
        ("A<", Fraction(11, 2)),
        ("(3ABc", 4),
        ("(3:2:2AB c", Fraction(11, 3)),
        ("(2AB", 3),
        ("[Ac]2 [B2d2]", 2),
        ("[A2c]3/", 3),
        ('"Am"{AB}.~A!trill!B z2', 2),
        ("A/4B//", Fraction(11, 2)),
        ("Z", 0),
        ("A6 | B", 5),
        ("A6 |[M:2/4] B", 3),
        ("A6 |[L:1/4] B2", 2),
        ("A8", -2),
    ],
)
def test_the_room_in_the_bar(music: str, left: Fraction) -> None:
    assert eighths_left(music) == left


@pytest.mark.parametrize(
    ("music", "tally"),
    [
        ("A6 | B6 | c", (2, 0)),
        ("A | B6 | c", (1, 0)),
        ("|: A6 | B6 :| c", (0, 1)),
        ("A6 || c6 | d", (1, 1)),
        ("|: A6 |1 B6 :|2 c", (1, 0)),
        ("|: A6 |1 B6 :|2 c6 |] d", (0, 1)),
    ],
)
def test_the_bars_of_the_part(music: str, tally: tuple[int, int]) -> None:
    state = stand_after(HEADER + music)
    assert (state[position_state.BARS], state[position_state.PART]) == tally


@pytest.mark.parametrize(
    "key", ["C", "G", "Bb", "F#", "Emin", "F#min", "Ador", "Bbdor", "Dmix", "Aphr", "Flyd", "Bloc"]
)
def test_the_key_is_that_of_the_notation(key: str) -> None:
    tune = Tune.parse(f"X:1\nL:1/8\nM:4/4\nK:{key}\nA8 |]")
    state = stand_after(f"X:1\nK:{key}\n")
    assert state[position_state.SHARPS] == tune.key.fifths
    assert "CDEFGAB"[state[position_state.TONIC]] == key[0]


def test_a_change_of_key_is_heard() -> None:
    assert stand_after(HEADER + "A6 |[K:Gmin] B")[position_state.SHARPS] == -2


@given(TUNES)
def test_bars_are_as_long_as_the_notation_says(source: str) -> None:
    text = Tune.parse(source).canonical()
    numbers = np.array([SYMBOLS.index(character) for character in text], np.uint8)
    state, found, before = np.zeros(STAND, np.int32), [], 0
    for at in range(len(numbers)):
        update_position(numbers, at, POINTS, state)
        elapsed = int(state[position_state.DONE] + state[position_state.NOTE])
        if before and not elapsed:
            found.append(before)
        before = elapsed
    found += [before] if before else []
    bars = [float(bar.duration * position_state.WHOLE) for bar in Tune.parse(text).bars if bar.duration]
    assert found == pytest.approx(bars, abs=4)
