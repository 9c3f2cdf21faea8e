from __future__ import annotations

import pytest

from tests.support.trees import spellings
from tunesmith.grammar.charts import Chart, ChartBar, ChartChord, chart_room, chart_table, chord_words

G = ChartChord("G", frozenset({7, 11, 2}))
D7 = ChartChord("D7", frozenset({2, 6, 9, 0}))
CHANGES: ChartBar = ((0, True), (1, True))
HOLDS: ChartBar = ((1, False), (1, False))
CHART = Chart((G, D7), ((CHANGES, HOLDS), (HOLDS,)))
ONE_EACH = [0] + [1] * 32
"""Any length takes one character."""


def test_a_chord_counts_its_quotation_marks_and_has_a_bit_for_each_pitch_class() -> None:
    assert D7.characters == len('"D7"')
    assert D7.mask == 0b0010_0100_0101


def test_a_bar_has_as_many_pulses_as_the_first() -> None:
    assert CHART.pulses == 2


def test_each_chord_is_spelt_up_to_its_closing_mark() -> None:
    assert [spellings(tree) for tree in chord_words(CHART)] == [{'G"'}, {'D7"'}]
    assert chord_words(None) == []


def test_the_table_holds_twice_the_chord_and_one_more_where_it_is_written() -> None:
    assert chart_table(CHART) == ([1, 3, 2, 2, 2, 2], [0, 4])
    assert chart_table(None) == ([], [])


@pytest.mark.parametrize(
    ("bar", "room"),
    [
        (HOLDS, 0),
        (((0, True), (0, False)), 3),  # its symbol
        (((0, False), (1, True)), 5),  # its symbol, and a second note, as none is held across it
        (CHANGES, 8),  # both symbols and a second note
    ],
)
def test_a_bar_takes_more_for_its_symbols_and_for_the_notes_that_they_cut(bar: ChartBar, room: int) -> None:
    assert chart_room(Chart((G, D7), ((bar,),)), ONE_EACH, 32, 0) == room


def test_the_dearest_bar_of_all_parts_counts() -> None:
    assert chart_room(CHART, ONE_EACH, 32, 0) == 8


def test_a_bar_that_the_pickup_shortens_counts_too() -> None:
    dear = [0] + [1] * 32
    dear[8] = 5  # what such a bar has left behind its change of chord
    assert chart_room(Chart((G, D7), ((CHANGES,),)), dear, 32, 8) == len('"G""D7"') + 5
