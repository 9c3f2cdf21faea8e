from __future__ import annotations

import re
from typing import get_args

import pytest

from tunesmith.music.fields import FIELD_LINE, FIELDS, Role, letters
from tunesmith.notation import Tune, split_tunebook

STANDARD = {  # section 3 of the ABC standard 2.1: which fields a file's header may have, and whose values are strings
    "file": "ABCDFGHILMmNOrRSUZ",
    "words": "ABCDFGHNOrRSTWwZ",
}
HEADED = "X:1\nT:A Tune\nM:4/4\nL:1/4\nK:C\n"


def test_the_fields_are_those_of_the_standard() -> None:
    assert set(FIELDS) == set("ABCDFGHIKLMNOPQRSTUVWXZmrsw+")
    assert letters("file") == set(STANDARD["file"]) | set("KQ")
    assert letters("words") | {"r", "w"} == set(STANDARD["words"])


@pytest.mark.parametrize("letter", FIELDS)
def test_each_begins_a_line(letter: str) -> None:
    assert re.match(FIELD_LINE, f"{letter}: what it says")


@pytest.mark.parametrize("letter", sorted(letters("words") - {"W"}))
def test_words_are_read_as_people_read_them(letter: str) -> None:
    assert Tune.parse(HEADED.replace("K:C", f"{letter}:Sl\\'ainte\nK:C") + "CDEF|").fields[-2].value == "Sláinte"


@pytest.mark.parametrize("letter", sorted(FIELDS.keys() - {"X", "+"}))
def test_a_field_above_the_first_tune_holds_for_all_if_it_may_stand_there(letter: str) -> None:
    [first, second] = split_tunebook(f"{letter}:1\n\nX:1\nCDEF|\n\nX:2\nCDEF|\n")
    assert (f"{letter}:1" in first) == (f"{letter}:1" in second) == (letter in letters("file"))


def test_every_role_is_somebodys() -> None:
    assert all(letters(role) for role in get_args(Role))
