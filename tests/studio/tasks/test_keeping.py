from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tunesmith.errors import AbcError
from tunesmith.studio.tasks.keeping import headed, named, new_tune, title_in

BARE = "X:1\nM:4/4\nL:1/8\nK:D\nd8|]"
TITLED = "X:1\nT:Old\nT:Older\nM:4/4\nL:1/8\nK:D\nd8|]"


@pytest.mark.parametrize(
    ("abc", "title", "rhythm", "head"),
    [
        (BARE, "New", None, "X:1\nT:New\nM:4/4"),
        (BARE, None, "reel", "X:1\nR:reel\nM:4/4"),
        (BARE, "New", "reel", "X:1\nT:New\nR:reel\nM:4/4"),
        (TITLED, "New", "reel", "X:1\nT:New\nT:Older\nR:reel\nM:4/4"),  # the first title is the title
        (TITLED, "Two\n words", None, "X:1\nT:Two words\nT:Older"),
        (TITLED.replace("M:", "R:jig\nM:"), None, "reel", "X:1\nT:Old\nT:Older\nR:jig\nM:4/4"),
        (BARE.removeprefix("X:1\n"), "New", None, "T:New\nM:4/4"),
    ],
)
def test_a_tune_gets_its_title_and_a_rhythm_if_it_names_none(
    abc: str, title: str | None, rhythm: str | None, head: str
) -> None:
    assert headed(abc, title, rhythm).startswith(head)


def test_where_nothing_is_given_nothing_changes() -> None:
    assert headed(TITLED, None, None) == headed(TITLED, "Old", None) == TITLED


@pytest.mark.parametrize(("abc", "title"), [(TITLED, "Old"), (BARE, None), ("T:  \nT: Named \nK:D", "Named")])
def test_a_title_is_the_first_that_is_not_empty(abc: str, title: str | None) -> None:
    assert title_in(abc) == title


def test_a_tune_is_stored_with_what_it_is_found_by() -> None:
    tune = new_tune(BARE, None, "reel", {"operation": "import"})
    assert (tune.title, tune.key, tune.meter, tune.rhythm) == ("Untitled", "D", "4/4", "reel")
    assert tune.recipe == {"operation": "import"}
    with pytest.raises(AbcError):
        new_tune("X:1\nK:D\n", None, None, {"operation": "import"})


@pytest.mark.parametrize(("rhythm", "name"), [("slip jig", "Slip jig in Em no. 7"), (None, "Tune in 9/8 in Em no. 7")])
def test_a_composed_tune_is_named_by_kind_key_and_seed(rhythm: str | None, name: str) -> None:
    composition: Any = SimpleNamespace(text="X:1\nM:9/8\nK:Em\ne9|]", seed=7)
    assert named(composition, rhythm) == name
