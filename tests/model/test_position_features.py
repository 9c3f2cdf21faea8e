from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.model.test_position_reading import HEADER, SYMBOLS, stand_after
from tunesmith.model import position_features
from tunesmith.model.position_features import POSITION_FEATURES, ROWS, encode_position


def described(text: str) -> list[int]:
    """Each position feature of a text at its end, counted from 0."""
    symbols = np.zeros(POSITION_FEATURES, np.int32)
    encode_position(stand_after(text), 1000, symbols)
    found: list[int] = (symbols - 1000 - np.cumsum([0, *ROWS[:-1]])).tolist()
    return found


def test_the_position_features_of_a_place() -> None:
    place, left, bars, height, signature, tonic = described(HEADER + "A6 | A2 e'")
    assert (place, left, bars) == (3 * 6, 3 * 6, 1)
    assert height == 1 + position_features.LOWEST + 11  # an octave and a fifth above the tonic
    assert (signature - 7, "CDEFGAB"[tonic]) == (1, "A")


def test_there_are_position_features_before_there_is_a_key() -> None:
    assert described("X:1\n")[3:] == [0, 15, 7]


def test_control_lines_are_no_music() -> None:
    assert described("B:8\nE:3\n") == described("X:1\n")


@given(st.text(SYMBOLS[4:], min_size=1, max_size=80))
def test_any_text_has_position_features(text: str) -> None:
    for start in ("", HEADER):
        found = described(start + text)
        assert all(0 <= bearing < rows for bearing, rows in zip(found, ROWS, strict=True)), (start, text, found)
