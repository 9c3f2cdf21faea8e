from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.layout import (
    ACCIDENTED,
    AFTER,
    BAR_TOKEN,
    CHORDED,
    DONE,
    END,
    GAP,
    GRACES,
    HEADER,
    MARK,
    NOTE,
    PAREN,
    PHASE,
    PREFIX,
    QUOTED,
    READY,
    SPACE,
    WORD,
)  # fmt: skip
from tunesmith.grammar.outlines import PartOutline
from tunesmith.grammar.phases import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

LONG_BAR = " d/d/d/d/d/d/d/d/ e/e/e/e/e/e/e/e/ |"


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("", GAP), (" ", READY), (" d", NOTE), (" d2,"[:-1], NOTE), (" d2 ", SPACE), (" z2", NOTE), (" ^", ACCIDENTED),
        (" (", PAREN), (" (3", PREFIX), (" .", PREFIX), (" d2-", AFTER), (" (d2 e2)", AFTER), ("{", GRACES),
        ("{e}", GAP), (" [", CHORDED), (" [df]", NOTE), ('"G', WORD), ('"G"', GAP), (' d4"G"', QUOTED), ("!f", MARK),
        (" d>", QUOTED), (" d8 |", BAR_TOKEN), (" d8 | ", READY), ("|:", BAR_TOKEN),
    ],
)  # fmt: skip
def test_the_phase_says_what_the_last_character_was_part_of(
    scribe: Callable[..., Scribe], text: str, phase: int
) -> None:
    one = scribe()
    assert one.write(text) == ""
    assert one.state[PHASE] == phase


def test_a_tune_begins_in_its_header(scribe: Callable[..., Scribe]) -> None:
    assert scribe(header=False).state[PHASE] == HEADER


@pytest.mark.parametrize(
    ("text", "code", "may_stand"),
    [
        ("", ord("d"), False),  # a space stands before the first note
        ("", ord("|"), True),  # and no space before a bar line that begins the music
        (" ", ord("|"), False),
        (" d2", ord("|"), False),  # elsewhere one does
        (" d8 ", ord("|"), True),
        (" d8 |", ord("|"), False),
        ("{e}", ord('"'), False),  # a chord symbol stands before the grace notes
        ('"G"', ord("{"), True),
        (" d>", ord(" "), False),
        (" (3d", ord(" "), False),  # a triplet is not torn apart
        (" d8 ", ord(" "), False),
        (" d8 ", END, False),
    ],
)
def test_what_may_follow(scribe: Callable[..., Scribe], text: str, code: int, may_stand: bool) -> None:
    one = scribe()
    assert one.write(text) == ""
    assert read(one.state, one.plan, code) == may_stand


@pytest.mark.parametrize(("bars", "may_break"), [(1, False), (2, True)])
def test_a_line_breaks_from_the_sixtieth_column_on(scribe: Callable[..., Scribe], bars: int, may_break: bool) -> None:
    one = scribe()
    assert one.write(LONG_BAR * bars + " ") == ""
    assert read(one.state, one.plan, ord("\n")) == may_break


def test_the_end_follows_the_last_bar_line(scribe: Callable[..., Scribe]) -> None:
    one = scribe(parts=[PartOutline(2, 2)], least_total=2)
    assert one.write(" d8 | d8 |]") == ""
    assert read(one.state, one.plan, END)
    assert one.state[PHASE] == DONE
