from __future__ import annotations

from typing import Any

import pytest

from tunesmith.corpus.terms import learned_from, terms_of
from tunesmith.model.checkpoint import Checkpoint, models


def record(*sources: str, use: str = "research", **more: Any) -> dict[str, Any]:
    return {"corpus": {"sources": {name: {} for name in sources}, "options": {"use": use}}, **more}


@pytest.mark.parametrize(
    ("known", "terms"),
    [
        (record("ceol_rince", "session2021"), "any"),
        (record("my-tunes"), "any"),
        (record("ceol_rince", "irishman"), "research"),
        (record("ceol_rince", "irishman", use="any"), "any"),
        (record("irishman", use="any"), None),
        (record("my-tunes", start={"model": "abc", "terms": "research"}), "research"),
        (record("my-tunes", start={"model": "abc", "terms": "any"}), "any"),
        (record("my-tunes", start={"model": "abc", "start": record("irishman")}), "research"),
        (record("my-tunes", start={"terms": "no such terms"}), "any"),
        ({"start": record("irishman")}, "research"),
        (record("ceol_rince", "irishman", training={"repeat": ["irishman=0"]}), "any"),
        (record("ceol_rince", "irishman", training={"repeat": ["irishman=2", "ceol_rince=0"]}), "research"),
        (record("ceol_rince", training={"repeat": "ceol_rince=0"}), "any"),
        (record("ceol_rince", "irishman", training={"repeat": ["irishman=no", 0]}), "research"),
        ({}, None),
        ({"corpus": "mine"}, None),
        ({"corpus": {"sources": ["irishman"]}}, None),
    ],
)
def test_the_narrowest_source_of_any_run_decides(known: dict[str, Any], terms: str | None) -> None:
    assert terms_of(known) == terms


def test_what_was_left_out_is_not_learned_from() -> None:
    known = record("ceol_rince", "irishman_sample", "my-tunes", use="any")
    assert learned_from(known) == ("ceol_rince", "my-tunes")


@pytest.mark.parametrize("name", models())
def test_what_ships_says_its_terms(name: str) -> None:
    assert terms_of(Checkpoint.load(name).record) == ("any" if name == "open" else "research")
