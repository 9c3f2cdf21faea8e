"""Tunebooks: many tunes in one file."""

from __future__ import annotations

import pytest

from tunesmith.notation import Tune, split_tunebook
from tunesmith.notation.tunebook import read_tunebook

BOOK = """%abc-2.1
H:A file header.

X:1
T:One
K:G
GAB|

Some words between the tunes.

X:2
T:Two
K:D
def|
"""


def test_each_tune_from_its_reference_number() -> None:
    assert split_tunebook(BOOK) == [
        "X:1\nH:A file header.\nT:One\nK:G\nGAB|",
        "X:2\nH:A file header.\nT:Two\nK:D\ndef|",
    ]


def test_tunes_without_empty_lines_between_them() -> None:
    assert split_tunebook("X:1\r\nK:G\r\nA|\r\nX:2\r\nK:G\r\nB|") == ["X:1\nK:G\nA|", "X:2\nK:G\nB|"]


def test_a_file_without_tunes() -> None:
    assert split_tunebook("only words") == []


HEADED = """%abc-2.1
M:6/8
L:1/8
R:jig
Q:3/8=100
U:W=!trill!
%%propagate-accidentals not

Free text about C D E F.

X:1
T:First
K:G
GAB dBG|]

X:2
M:3/4
K:D
dAF|]
"""


def test_fields_before_the_first_tune_hold_for_all_that_do_not_say_otherwise() -> None:
    first, second = map(Tune.parse, split_tunebook(HEADED))
    assert [(str(t.meter), t.rhythm, str(t.tempo)) for t in (first, second)] == [
        ("6/8", "jig", "3/8=100"),
        ("3/4", "jig", "3/8=100"),
    ]
    assert "U:W=!trill!" in second.text
    assert "%%propagate-accidentals not" in second.text


def test_a_tune_of_a_file_knows_where_it_stands_without_what_it_takes_from_the_header() -> None:
    first, second = read_tunebook(HEADED)
    assert HEADED[first.start : first.end] == first.without_defaults(first.text)
    assert [first.line_in_file(line) for line in (1, first.text.count("\n") + 1)] == [11, 14]
    assert second.line == 16


def test_a_block_of_text_holds_neither_tunes_nor_their_ends() -> None:
    text = "X:1\nK:G\nGAB|\n%%begintext\n\nX:9\n%%endtext\nABc|\n"
    assert split_tunebook(text) == [text.rstrip("\n")]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("X:1\nK:G\nGAB|\n\nccB|AAG|]\n\nwords\n", 5),
        ("X:1\nT:Cut\n\nM:4/4\nK:C\nCDEF|]\n", 6),
        ("X:1\nK:G\nGAB|\n\nA bad cabbage, see page 3.\n", None),
        ("X:1\nK:G\nGAB|\n\nKey | Meter | Tune\n", None),
    ],
)
def test_music_after_an_empty_line_stays_with_its_tune_so_that_it_is_missed(text: str, lost: int | None) -> None:
    (tune,) = split_tunebook(text)
    assert tune.count("\n") + 1 == (lost or 3)
