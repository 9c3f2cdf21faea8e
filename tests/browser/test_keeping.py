"""Rows of the browser's store: what lists want, what is answered, and that an export brings all of it back."""

from __future__ import annotations

from typing import Any

import pytest

from tunesmith.browser.keeping import HIDDEN, answer, book_fields, new_row, restored_row, stored, texts
from tunesmith.errors import RequestError
from tunesmith.studio.store.exported import from_json_lines, to_json_lines

ABC = "X:1\nT:The Anvil\nR:jig\nM:6/8\nL:1/8\nK:Ador\n|:ABA c2d|edc BAG|ABc ded|cAG A3:|\n"
RECIPE = {"operation": "edit", "parent": "t_1", "options": {}}


@pytest.fixture
def row() -> dict[str, Any]:
    return new_row(texts(ABC, None, None, RECIPE))


def test_a_row_has_what_lists_find_it_by(row: dict[str, Any]) -> None:
    assert (row["title"], row["rhythm"], row["key"], row["version"]) == ("The Anvil", "jig", "Ador", 1)
    assert {"anvil", "jig", "ador"} <= set(row["words"].lower().split())
    assert row["id"].startswith("t_")
    assert row["id"] != new_row(texts(ABC, None, None, RECIPE))["id"]


def test_an_answer_has_the_facts_and_a_whole_recipe(row: dict[str, Any]) -> None:
    found = answer(row)
    assert found.keys().isdisjoint(HIDDEN)
    assert row["facts"].items() <= found.items()
    assert found["recipe"] == {"model": None, "fingerprint": None, "seed": None, **RECIPE}


def test_facts_of_another_version_are_found_anew(row: dict[str, Any]) -> None:
    assert answer({**row, "facts": {"bars": -1}, "facts_by": "0.0"}) == answer(row)


def test_an_exported_tune_comes_back_as_it_was(row: dict[str, Any]) -> None:
    [tune] = from_json_lines("".join(to_json_lines(stored({**row, "starred": True}))))
    assert answer(restored_row(tune))["abc"] == row["abc"]
    assert stored(restored_row(tune)) == stored({**row, "starred": True})


@pytest.mark.parametrize("tunes", ["t_1", [1], {"t_1": 1}, None])
def test_tunes_of_a_book_are_a_list_of_ids(tunes: object) -> None:
    assert book_fields({"title": "Set", "tunes": ["t_1"]}) == {"title": "Set", "tunes": ["t_1"]}
    with pytest.raises(RequestError, match="tunes must be a list of the ids of tunes"):
        book_fields({"title": "Set", "tunes": tunes})
