"""The order of an index."""

from __future__ import annotations

import pytest

from tunesmith.rendering.collation import sort_key


def test_letters_with_marks_stand_with_those_without() -> None:
    titles = ["Éamonn's", "Zebra", "An Áirc", "Eagle", "The Élan", "Øland", "Östlund", "Ostrich", "Łódź", "Lark"]
    ordered = ["An Áirc", "Eagle", "Éamonn's", "The Élan", "Lark", "Łódź", "Øland", "Östlund", "Ostrich", "Zebra"]
    assert sorted(titles, key=sort_key) == ordered


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2 Step", "10 Penny"),
        ("10 Penny", "apple"),
        ("Reel No. 9", "Reel No. 10"),
        ("Sea", "Sea Captains"),
        ("Sea Captains", "Seaside"),
        ("L'Abbaye", "Lady"),
        ('"Quoted" Reel', "Quoting"),
        ("Quoted", "'Twas Early"),
        ("Æneas", "Afton"),
        ("Zebra", "Песня"),
        ("Песня", "שלום"),
        ("A", "B"),
        ("Elan", "Élan"),
    ],
)
def test_one_stands_before_the_other(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)
