from __future__ import annotations

from fractions import Fraction

import pytest

from tests.support.trees import at, spellings, spells
from tunesmith.grammar.layout import (
    DYNAMIC,
    NEVER,
    ROOMS,
    STEP_CHILD,
    STEP_CODE,
    STEP_COLUMNS,
    STEP_ROOT,
    STEP_SIBLING,
    STEP_TICKS,
    WORD_COLUMNS,
)  # fmt: skip
from tunesmith.grammar.tables import (
    LENGTHS,
    QUALITIES,
    Tree,
    closings,
    dynamics,
    exact_closings,
    fillings,
    length_table,
    symbols,
    ticks_of,
    word_table,
    words,
)  # fmt: skip
from tunesmith.music.chord_symbols import read_symbol

STEPS = length_table()
FILL = fillings(1)
SYMBOLS = symbols()


def step_of(length: str) -> int:
    """Follow the length through the table of steps."""
    step = STEP_ROOT
    for character in length:
        step = STEPS[step * STEP_COLUMNS + STEP_CHILD]
        while STEPS[step * STEP_COLUMNS + STEP_CODE] != ord(character):
            step = STEPS[step * STEP_COLUMNS + STEP_SIBLING]
    return step


def test_a_tree_spells_its_words_each_followed_by_what_hangs_there() -> None:
    assert spellings(words(["ab", "ac"], "!", words("x", ""), words("y", ""))) == {"ab!x", "ab!y", "ac!x", "ac!y"}


def test_every_mark_of_loudness_settles_that_it_is_one() -> None:
    assert {"f!", "ff!", "mp!", "pp!"} <= spellings(dynamics())
    assert all(at(dynamics(), word).value == DYNAMIC for word in spellings(dynamics()))


@pytest.mark.parametrize("quality", QUALITIES)
def test_a_chord_symbol_is_one_that_players_read(quality: str) -> None:
    for symbol in (f"Bb{quality}", f"C{quality}/F#"):
        assert spells(SYMBOLS, f'{symbol}"')
        assert read_symbol(symbol)


def test_no_symbol_has_a_root_that_is_no_note() -> None:
    assert not spells(SYMBOLS, 'H"')


def test_branches_that_are_alike_share_their_rows() -> None:
    table, roots = word_table([words(["ab", "cb"], ""), words(["ab", "cb"], ""), words("b", "")])
    assert len(table) == 3 * WORD_COLUMNS  # a, c, and one b behind both
    assert roots[0] == roots[1] != roots[2]


def test_branches_that_settle_something_else_share_none() -> None:
    one, other = Tree(), Tree()
    one.add("a", 1)
    other.add("a", 2)
    assert len(word_table([one, other])[0]) == 2 * WORD_COLUMNS


@pytest.mark.parametrize(("length", "ticks"), LENGTHS.items())
def test_a_path_through_the_steps_ends_at_the_ticks_of_its_length(length: str, ticks: int) -> None:
    assert STEPS[step_of(length) * STEP_COLUMNS + STEP_TICKS] == ticks


@pytest.mark.parametrize(
    ("ticks", "shortest"), [(0, ""), (1, " A/4"), (4, " A"), (8, " A2"), (20, " A4 A"), (32, " A8"), (40, " A8 A2")]
)
def test_a_room_is_filled_with_the_fewest_characters(ticks: int, shortest: str) -> None:
    assert FILL[ticks] == len(shortest)


@pytest.mark.parametrize(
    ("begun", "room", "below", "rest"),
    [("", 12, ROOMS, "3"), ("3", 12, ROOMS, ""), ("3", 20, ROOMS, " A2"), ("", 12, 8, " A2"), ("", 8, 8, " A")],
)
def test_a_note_is_closed_and_the_rest_filled_with_the_fewest_characters(
    begun: str, room: int, below: int, rest: str
) -> None:
    assert closings(STEPS, FILL, below)[step_of(begun) * ROOMS + room] == len(rest)


def test_a_note_that_is_too_long_already_cannot_be_closed() -> None:
    assert closings(STEPS, FILL, ROOMS)[step_of("8") * ROOMS + 16] == NEVER


@pytest.mark.parametrize(
    ("begun", "ticks", "characters"), [("3", 12, 0), ("3", 6, 2), ("3/", 3, 1), ("", 96, 2), ("3", 8, NEVER)]
)
def test_the_characters_that_make_a_length_exact(begun: str, ticks: int, characters: int) -> None:
    assert exact_closings(STEPS)[step_of(begun) * ROOMS + ticks] == characters


def test_a_tick_is_a_quarter_of_the_unit() -> None:
    assert ticks_of(Fraction(3, 4), Fraction(1, 8)) == 24
    with pytest.raises(ValueError, match="no multiple"):
        ticks_of(Fraction(1, 64), Fraction(1, 8))
