from __future__ import annotations

from itertools import pairwise

import pytest

from tunesmith.conversion.musicxml.names import (
    CHORD_KINDS,
    CLEFS,
    DIRECTIONS,
    DYNAMICS,
    MARKS,
    NOTE_TYPES,
    SOUNDS,
    WEDGES,
)
from tunesmith.conversion.musicxml.signatures import clef_said
from tunesmith.music.chord_symbols import read_symbol


def test_each_type_of_note_is_half_as_long_as_the_one_before() -> None:
    assert all(longer == 2 * shorter for longer, shorter in pairwise(NOTE_TYPES.values()))


def test_no_two_kinds_of_chord_have_one_name() -> None:
    assert len(set(CHORD_KINDS.values())) == len(CHORD_KINDS)


@pytest.mark.parametrize("kind", CHORD_KINDS)
def test_every_kind_of_chord_is_one_that_can_be_written(kind: str) -> None:
    assert read_symbol(f"G{kind}") is not None


@pytest.mark.parametrize("clef", CLEFS)
def test_every_clef_is_one_that_a_field_can_name(clef: str) -> None:
    assert clef_said(f"clef={clef}") == (clef, 0)


def test_no_mark_of_a_note_belongs_to_a_moment() -> None:
    assert MARKS.keys().isdisjoint([*DYNAMICS, *WEDGES, *DIRECTIONS, *SOUNDS])
