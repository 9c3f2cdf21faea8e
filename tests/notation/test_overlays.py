"""Overlays of several bars, as abcm2ps has them."""

from __future__ import annotations

import pytest

from tests.support.abc2midi import PROGRAM, agree, heard, played
from tunesmith.notation import Tune, check
from tunesmith.notation.elements import source_text

HEAD = "X:1\nL:1/4\nM:4/4\nK:C\n"
GROUP = f"{HEAD}GABc|GA(&Bc|de&FG|AB&)cd|]\n"
"""The music and the overlay begin in the middle of a bar, and the music goes on after them."""


def overlays(text: str) -> list[list[str]]:
    """What lies over each bar."""
    tune = Tune.parse(text)
    assert source_text([*tune.header, *tune.elements]) == tune.text
    return [[element.text for element in bar.elements if type(element).__name__ == "Overlay"] for bar in tune.bars]


def test_each_bar_gets_an_overlay_of_its_own() -> None:
    assert overlays(GROUP) == [[], ["&x2FG"], ["&ABx2"]]
    assert [bar.duration for bar in Tune.parse(GROUP).bars] == [1, 1, 1]
    assert check(GROUP).ok


def test_several_layers_and_lines() -> None:
    text = f"{HEAD}(&cdef|g4&\nGABc\\\n|d4&E4|G,4&)|C4|]\n"
    assert overlays(text) == [["&GABc", "&E4"], ["&d4", "&G,4"], []]


def test_a_tie_and_broken_rhythm_after_a_group_still_find_their_note() -> None:
    tune = Tune.parse(f"{HEAD}(&c4|d2&E4|F2&)>e2-|e4|]\n")
    assert [event.duration for event in tune.events()] == [1, 0.75, 1.25]


def test_a_group_is_transposed_and_stays_in_time() -> None:
    moved = Tune.parse(GROUP).transpose(2)
    assert moved.text == "X:1\nL:1/4\nM:4/4\nK:D\nABcd|ABcd&x2GA|efde&Bcx2|]\n"
    assert [(e.onset, e.pitches[0]) for e in moved.sounds(moved.melody) if e.pitches] == [
        (e.onset, e.pitches[0] + 2) for e in Tune.parse(GROUP).sounds(Tune.parse(GROUP).melody) if e.pitches
    ]


def test_a_line_of_a_group_leaves_no_empty_line_when_it_is_written_out() -> None:
    moved = Tune.parse(f"{HEAD}(&cdef|g4|\n& GABc|d4|&)\nC4|]\n").transpose(2).text
    assert moved == "X:1\nL:1/4\nM:4/4\nK:D\ndefg& ABcd|a4&e4|\nD4|]\n"


def test_a_group_that_nothing_ends_is_an_error_and_its_music_is_kept() -> None:
    report = check(f"{HEAD}(&cdef|g4&GABc|d4|]\n")
    assert "overlay-open" in [finding.code for finding in report.findings]
    assert "stray-sign" in [finding.code for finding in check(f"{HEAD}c4&)|]\n").findings]


@pytest.mark.skipif(PROGRAM is None, reason="abc2midi is not installed")
def test_abc2midi_plays_the_same_where_a_group_begins_with_its_bar() -> None:
    for text in (f"{HEAD}GABc|(&GABc|d4|&E4|F4|&)cdef|]\n", f"{HEAD}(&cdef|g4&GABc|d4&)|C4|]\n"):
        assert agree(heard(text)[0], played(Tune.parse(text)))


@pytest.mark.parametrize("group", ["(&CDEF|GABc", "(&CDEF|GABc&\nEFGA", "(&CDEF|GABc&EFGA|", "(&CDEF|\nGABc&EFGA|"])
def test_an_empty_line_ends_a_group_and_stays_when_it_is_transposed(group: str) -> None:
    tune = Tune.parse(f"{HEAD}{group}\n\nDEFG|]\n")
    moved = tune.transpose(2)
    assert [event.pitches[0] - 2 for event in moved.sounds(moved.melody)] == [
        event.pitches[0] for event in tune.sounds(tune.melody)
    ]
    assert moved.text.endswith("\n\nDEFG|]\n")
    assert "overlay-open" in tune.losses
