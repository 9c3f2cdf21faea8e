"""Tunebooks: many tunes in one file."""

from __future__ import annotations

from tunesmith.notation import split_tunebook

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
