from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tunesmith.grammar import layout
from tunesmith.grammar.layout import (
    CHORD_COLUMNS,
    HEAD,
    KINDS,
    MAX_PARTS,
    METER_COLUMNS,
    PART_COLUMNS,
    PART_RECORD,
    PARTS_AT,
    RULES,
    SAVED,
    STEP_COLUMNS,
    TEXT,
    TRIAL,
    WORD_COLUMNS,
    state_size,
)

SOURCE = Path(layout.__file__).read_text(encoding="utf-8")


def test_the_areas_of_a_state_lie_behind_each_other() -> None:
    areas = [(0, HEAD), (SAVED, HEAD), (TRIAL, HEAD), (PARTS_AT, MAX_PARTS * PART_RECORD), (TEXT, 100)]
    assert all(at + size == following for (at, size), (following, _) in pairwise(areas))
    assert state_size(100) == TEXT + 100


@pytest.mark.parametrize(
    ("first", "count"),
    [
        ("PHASE", HEAD), ("LIMIT", RULES), ("PLAIN", KINDS), ("PART_LEAST", PART_COLUMNS),
        ("CHORD_WORD", CHORD_COLUMNS), ("WORD_CODE", WORD_COLUMNS), ("STEP_CODE", STEP_COLUMNS),
        ("METER_BAR", METER_COLUMNS),
    ],
)  # fmt: skip
def test_as_many_columns_are_counted_as_are_named(first: str, count: int) -> None:
    plain = re.sub(r"#.*", "", SOURCE)
    [names] = re.findall(rf"^\(?\s*({first},[^)=]*?)\)? = range", plain, re.MULTILINE)
    assert len(re.findall(r"\w+", names)) == count
