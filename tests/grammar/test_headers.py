from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from tests.support.scribe import KEYS, SIX_PARTS
from tests.support.trees import at, spellings, spells
from tunesmith.grammar.headers import header_lines
from tunesmith.grammar.layout import FIELD, FIELD_KEY, FIELD_METER, FIELD_UNIT

OPEN = replace(SIX_PARTS, units=[Fraction(1, 8), Fraction(1, 16)], meters=[(4, 4), (6, 8)], keys=KEYS)


def test_an_outline_that_leaves_no_choice_has_one_header() -> None:
    assert spellings(header_lines(replace(SIX_PARTS, reference=7))) == {"X:7\nL:1/8\nM:4/4\nK:D\n"}


def test_units_meters_and_keys_that_are_open_combine_freely() -> None:
    headers = {
        f"X:1\nL:{unit}\nM:{meter}\nK:{key}\n"
        for unit, meter, (key, _) in product(("1/8", "1/16"), ("4/4", "6/8"), KEYS)
    }
    assert spellings(header_lines(OPEN)) == headers


def test_the_end_of_a_line_settles_which_of_the_choices_it_is() -> None:
    tree = header_lines(OPEN)
    assert at(tree, "X:1\nL:1/16\n").value == FIELD_UNIT * FIELD + 1
    assert at(tree, "X:1\nL:1/8\nM:6/8\n").value == FIELD_METER * FIELD + 1
    assert at(tree, "X:1\nL:1/8\nM:6/8\nK:Edor\n").value == FIELD_KEY * FIELD + 3


def test_a_tempo_that_is_asked_for_stands_before_the_meter() -> None:
    assert spellings(header_lines(replace(SIX_PARTS, tempo="1/2=96"))) == {"X:1\nL:1/8\nQ:1/2=96\nM:4/4\nK:D\n"}


@pytest.mark.parametrize(
    ("tempo", "may_stand"),
    [
        ("Q:1/4=30\n", True), ("Q:3/8=399\n", True), ("", True), ("Q:1/4=29\n", False), ("Q:1/4=400\n", False),
        ("Q:1/3=90\n", False),
    ],
)  # fmt: skip
def test_an_open_tempo_is_none_or_any_that_musicians_play(tempo: str, may_stand: bool) -> None:
    headers = header_lines(replace(SIX_PARTS, tempo=None))
    assert spells(headers, f"X:1\nL:1/8\n{tempo}M:4/4\nK:D\n") == may_stand
