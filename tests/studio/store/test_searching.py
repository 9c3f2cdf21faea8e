from __future__ import annotations

import pytest

from tunesmith.studio.store.searching import search_terms, searchable


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Silver  Spear", ["silver", "spear"]),
        ("Été", ["ete"]),
        ("O’Carolan", ["o'carolan"]),
        ("B flat major", ["bbmajor"]),
        ("F♯ minor reel", ["f#minor", "reel"]),
        ("e-flat dorian", ["ebdorian"]),
        ("a major third", ["amajor", "third"]),
        ("", []),
    ],
)
def test_a_query_is_words_without_accents_and_a_key_is_one(query: str, terms: list[str]) -> None:
    assert search_terms(query) == terms


@pytest.mark.parametrize(
    ("query", "key"),
    [("e minor", "Emin"), ("Emin", "Emin"), ("B flat major", "Bb"), ("a dorian", "Ador"), ("f# minor", "F#min")],
)
def test_a_key_is_found_as_it_is_written_and_as_it_is_said(query: str, key: str) -> None:
    words = searchable("The Reel", None, key)
    assert all(f" {term}" in words for term in search_terms(query))


def test_title_and_rhythm_are_found_by_the_beginnings_of_their_words() -> None:
    words = searchable("The Wëaver", "slip jig", "nonsense")
    assert words.startswith(" the weaver slip jig ")
    assert " none" not in words
