from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tests.support.scribe import KEYS, METERS
from tunesmith.grammar.layout import (
    BAR,
    BODY_AT,
    DYNAMIC,
    GAP,
    GROUP,
    KEY,
    MARKS,
    METER,
    PHASE,
    QUARTER,
    QUOTED,
    SYMBOL,
    UNIT,
    USED,
    WORD,
)  # fmt: skip
from tunesmith.grammar.words import begin_dynamic, begin_symbol

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe


def test_the_header_settles_unit_meter_and_key(scribe: Callable[..., Scribe]) -> None:
    one = scribe(header=False, units=[Fraction(1, 8), Fraction(1, 16)], meters=METERS, keys=KEYS)
    assert one.write("X:1\nL:1/16\nM:6/8\nK:Bb\n") == ""
    assert (one.state[UNIT], METERS[one.state[METER]], KEYS[one.state[KEY]][0]) == (1, (6, 8), "Bb")


def test_the_music_begins_behind_the_header_in_ticks_of_its_unit(scribe: Callable[..., Scribe]) -> None:
    one = scribe(units=[Fraction(1, 16)], meters=[(6, 8)])
    assert one.state[BODY_AT] == one.state[USED] == len(one.header)
    assert one.state[PHASE] == GAP
    assert (one.state[BAR], one.state[GROUP], one.state[QUARTER]) == (48, 24, 16)  # ticks are quarters of a sixteenth


def test_a_chord_symbol_waits_for_its_note_once_it_is_closed(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    assert one.write('"F#m') == ""
    assert (one.state[PHASE], one.state[SYMBOL]) == (WORD, 0)
    assert one.write('"') == ""
    assert (one.state[PHASE], one.state[SYMBOL]) == (GAP, 1)


def test_inside_a_bar_the_note_follows_its_symbol_at_once(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    assert one.write(' d4"G"') == ""
    assert one.state[PHASE] == QUOTED


@pytest.mark.parametrize(
    ("changes", "written", "may_begin"),
    [
        ({}, "", True),
        ({}, '"G"', False),  # one symbol at a note
        ({"symbols": "none"}, "", False),
        ({"meters": [(5, 4)]}, "", False),  # which no player strums
        ({"pickup": Fraction(1, 8)}, "", True),
        ({"pickup": Fraction(1, 16)}, "", False),  # strummed chords fall on eighths
    ],
)
def test_where_a_chord_symbol_may_begin(
    scribe: Callable[..., Scribe], changes: dict[str, object], written: str, may_begin: bool
) -> None:
    one = scribe(**changes)
    assert one.write(written) == ""
    assert begin_symbol(one.state, one.plan) == may_begin


def test_one_mark_of_loudness_stands_at_a_note(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    assert one.write("!mf!") == ""
    assert one.state[MARKS] == DYNAMIC
    assert not begin_dynamic(one.state, one.plan)
