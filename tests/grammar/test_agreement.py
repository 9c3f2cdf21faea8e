"""The grammar's books and the check agree: what the one lets pass the other finds nothing in, and rule by rule."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import cases
from tests.support.scribe import SIX_PARTS, Scribe
from tunesmith.grammar.faults import (  # fmt: skip
    BAR_NOT_FULL,
    FAULTLESS,
    REPEAT_LEFT_OPEN,
    SECOND_ENDING_MISSING,
    fault_at,
)
from tunesmith.grammar.layout import (
    CLOSES,
    CLOSES_FINAL,
    CLOSES_OPENS,
    DOUBLE,
    FINAL,
    FIRST_ENDING,
    OPENS,
    PLAIN,
    ROOM,
    SECOND_ENDING,
)  # fmt: skip
from tunesmith.grammar.outlines import Outline, PartOutline
from tunesmith.grammar.structure import bar_line
from tunesmith.notation import check

if TYPE_CHECKING:
    from collections.abc import Iterable

LINES = {
    PLAIN: "|", DOUBLE: "||", OPENS: "|:", CLOSES: ":|", CLOSES_OPENS: "::", FIRST_ENDING: "|1", SECOND_ENDING: ":|2",
    FINAL: "|]", CLOSES_FINAL: ":|",
}  # fmt: skip
FOUND = {
    BAR_NOT_FULL: {"bar-short"},
    REPEAT_LEFT_OPEN: {"repeat-not-closed", "second-ending-missing"},
    SECOND_ENDING_MISSING: {"second-ending-missing", "ending-without-first"},
}
"""What the check finds where the grammar sees one of these faults; its other faults are rules of composing alone."""

ANY_FORM = Outline(
    units=[Fraction(1, 8)],
    meters=[(4, 4)],
    keys=SIX_PARTS.keys,
    parts=[PartOutline(1, 32)] * 12,
    least_parts=1,
    limit=2000,
    tempo="",
    least_total=1,
)
TICKS = 4  # in an eighth note
QUARTERS = (2, 4, 6)  # eighths that a short bar may have


def entered(bars: Iterable[tuple[int, int]]) -> tuple[int, str]:
    """Enter bars (eighths, 0 for as many as there is room for; the bar line after them) up to the first fault."""
    scribe = Scribe(ANY_FORM)
    assert scribe.write(scribe.header) == ""
    text, state, plan = scribe.header, scribe.state, scribe.plan
    for eighths, line in bars:
        ticks = min(eighths * TICKS or state[ROOM], state[ROOM])
        state[ROOM] -= ticks
        text += f" C{ticks // TICKS} {LINES[line]}"
        fault = fault_at(state, plan, line)
        if fault or line in (FINAL, CLOSES_FINAL):
            return fault, text
        bar_line(state, plan, line)
    return -1, text


def codes(text: str) -> set[str]:
    return {finding.code for finding in check(text).findings}


def between_plain_lines(text: str) -> bool:
    """Whether the last bar neither begins nor ends a part, where the check takes a short bar for a pickup."""
    return re.search(r" \| C\d \|$", text) is not None


BARS = st.lists(
    st.tuples(st.sampled_from((0, 0, 0, 0, *QUARTERS)), st.sampled_from([PLAIN, PLAIN, PLAIN, *LINES])),
    max_size=14,
)


@cases(150)
@given(BARS)
def test_the_books_agree(bars: list[tuple[int, int]]) -> None:
    fault, text = entered([*bars, (0, FINAL)])
    if fault == FAULTLESS:
        assert codes(text) == set()
    elif fault in FOUND and (fault != BAR_NOT_FULL or between_plain_lines(text)):
        assert codes(text + ("" if text.endswith("]") else " C8 |]")) & FOUND[fault]


@pytest.mark.parametrize(
    ("bars", "fault"),
    [
        ([(0, PLAIN), (0, FINAL)], FAULTLESS),
        ([(2, PLAIN), (0, PLAIN), (6, FINAL)], FAULTLESS),
        ([(2, PLAIN), (0, PLAIN), (6, CLOSES_OPENS), (2, PLAIN), (6, CLOSES_FINAL)], FAULTLESS),
        ([(0, PLAIN), (0, FIRST_ENDING), (0, SECOND_ENDING), (0, FINAL)], FAULTLESS),
        ([(2, PLAIN), (0, FIRST_ENDING), (6, SECOND_ENDING), (6, FINAL)], FAULTLESS),
        ([(0, PLAIN), (4, PLAIN)], BAR_NOT_FULL),
        ([(0, PLAIN), (0, CLOSES_OPENS), (0, PLAIN), (0, FINAL)], REPEAT_LEFT_OPEN),
        ([(0, PLAIN), (0, FIRST_ENDING), (0, FINAL)], REPEAT_LEFT_OPEN),
        ([(0, PLAIN), (0, FIRST_ENDING), (0, CLOSES_FINAL)], SECOND_ENDING_MISSING),
        ([(0, PLAIN), (0, SECOND_ENDING)], SECOND_ENDING_MISSING),
    ],
)
def test_the_examples_are_what_they_say(bars: list[tuple[int, int]], fault: int) -> None:
    assert entered(bars)[0] == fault
