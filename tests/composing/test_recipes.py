from __future__ import annotations

import pytest

from tunesmith.composing.recipes import Recipe, recorded
from tunesmith.composing.request import Request
from tunesmith.errors import AbcError

TEXT = "X:1\nM:6/8\nL:1/8\nK:G\nGAB c2d|]\n"


def test_a_recipe_has_what_differs_from_the_defaults_and_always_the_ending() -> None:
    found = recorded("small", "abc123", Request(rhythm="jig", bars=4), 7, TEXT).recipe
    assert found == Recipe("small", "abc123", 7, {"rhythm": "jig", "bars": 4, "ending": Request().ending})


def test_a_recipe_asks_for_the_same_again() -> None:
    asked = Request(key="Ador", form="AABB", chords=True, temperature=0.9, ending="open")
    assert Request(**recorded("small", "abc123", asked, 7, TEXT).recipe.options) == asked


def test_the_text_is_a_tune_where_it_holds_music() -> None:
    assert str(recorded("small", "abc123", Request(), 7, TEXT).tune.key) == "G"
    with pytest.raises(AbcError):
        _ = recorded("small", "abc123", Request(unconstrained=True), 7, "R:jig").tune
