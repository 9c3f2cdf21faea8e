from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.model.repeat_features import BARS, STRENGTHS, encode_repeats, kinds_of, update_matches

SYMBOLS = ["<pad>", "<bos>", "<eos>", "<unk>", *sorted('\n "12345678/:ABCDEFGKLMXabcdefgz|[]()')]
SIZE = len(SYMBOLS)
TUNE = "X:1\nL:1/8\nM:4/4\nK:D\nABcd | efga |: ABcd | efgb :|"


def repeats_of(text: str, lags: tuple[int, ...]) -> list[list[tuple[str, int]]]:
    """What each repeat feature predicts after each character of a text, and its strength; "" for nothing."""
    numbers = np.array([SYMBOLS.index(character) for character in text], np.uint8)
    runs, bars = np.full(len(text), 99, np.int16), np.full(BARS, 99, np.int32)
    symbols, found = np.zeros(1 + 2 * len(lags), np.int32), []
    for at in range(len(text)):
        update_matches(numbers, at, kinds_of(SYMBOLS), runs, bars)
        encode_repeats(numbers, at, lags, SIZE, runs, bars, symbols)
        assert symbols[0] == numbers[at]
        rows, strengths = symbols[1 : 1 + len(lags)], symbols[1 + len(lags) :]
        characters = [row - SIZE * (1 + place) for place, row in enumerate(rows)]
        strong = [row - SIZE * (1 + len(lags)) - STRENGTHS * place for place, row in enumerate(strengths)]
        found.append([(SYMBOLS[c] if c else "", s) for c, s in zip(characters, strong, strict=True)])
    return found


def predicted(text: str, lag: int) -> list[str]:
    return [character for [(character, _)] in repeats_of(text, (lag,))]


def test_the_longest_match_is_what_it_says() -> None:
    text = "abcdabceabc"
    assert predicted(text, 0)[-1] == "e"  # "abc" was there twice; the later time it was followed by e
    assert predicted("xabcdzabceqxabc".replace("x", "1").replace("q", "2"), 0)[-1] == "d"  # "1abc" is longer than "abc"


@given(st.text("abc|", min_size=1, max_size=60))
def test_the_longest_match_is_the_longest_suffix_that_stood_before(text: str) -> None:
    length = max(size for size in range(len(text)) if size == 0 or text[-size:] in text[:-1])
    [(character, strength)] = repeats_of(text, (0,))[-1]
    assert strength == min(length.bit_length(), STRENGTHS - 1)
    if length:
        before = text[:-1].rfind(text[-length:])
        assert character == text[before + length]


def test_a_repeat_feature_predicts_from_the_bar_so_many_bars_before() -> None:
    after = predicted(TUNE, 2)
    third = TUNE.index("|: ABcd") + 3
    assert "".join(after[third - 1 : third + 3]) == "ABcd"
    fourth = TUNE.rindex("efgb")
    assert "".join(after[fourth - 1 : fourth + 3]) == "efga"


def test_the_first_bar_begins_after_the_header_though_no_bar_line_does() -> None:
    second = TUNE.index("efga")
    assert predicted(TUNE, 1)[second - 1] == "A"
    assert not any(predicted(TUNE[: TUNE.index("|")], 1))


def test_the_bar_line_of_common_time_is_no_bar() -> None:
    music = len(TUNE) - TUNE.index("ABcd")
    assert predicted(TUNE.replace("4/4", "C|"), 2)[-music:] == predicted(TUNE, 2)[-music:]


@pytest.mark.parametrize(
    ("run", "strength"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (8, 4), (16, 5), (31, 5), (32, 6), (200, 6)]
)
def test_strength_grows_with_the_run(run: int, strength: int) -> None:
    text = np.array([5, 5], np.uint8)
    runs, symbols = np.array([0, run], np.int16), np.zeros(3, np.int32)
    bars = np.zeros(BARS, np.int32)
    encode_repeats(text, 1, (0,), SIZE, runs, bars, symbols)
    assert symbols[2] - 2 * SIZE == strength


def test_what_comes_later_changes_no_repeat_feature() -> None:
    whole = repeats_of(TUNE, (0, 1, 2))
    assert whole[:30] == repeats_of(TUNE[:30], (0, 1, 2))


def test_a_new_text_knows_nothing_of_the_last() -> None:
    assert repeats_of(TUNE, (0, 1, 2)) == repeats_of(TUNE, (0, 1, 2))
    assert repeats_of(TUNE, (0, 2))[0] == [("", 0), ("", 0)]
