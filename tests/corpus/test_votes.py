from __future__ import annotations

import pytest

from tunesmith.corpus.votes import in_four, in_mode, tonic_class, winner
from tunesmith.notation import Key


@pytest.mark.parametrize(
    ("key", "tonic"), [("C", 0), ("Am", 9), ("Ador", 9), ("Bb", 10), ("F#m", 6), ("Emix", 4), ("Bphr", 11)]
)
def test_a_tonic_is_counted_from_c(key: str, tonic: int) -> None:
    assert tonic_class(Key.parse(key)) == tonic


@pytest.mark.parametrize("key", ["Hp", "D =c", "none"])
def test_a_key_that_is_no_mode_has_no_tonic_to_vote_for(key: str) -> None:
    assert not in_mode(Key.parse(key))
    assert tonic_class(Key.parse(key)) is None


@pytest.mark.parametrize(
    ("meter", "four"), [("4/4", True), ("2/2", True), ("C|", True), ("2/4", False), ("8/8", False)]
)
def test_books_do_not_tell_common_from_cut_time(meter: str, four: bool) -> None:
    assert in_four(meter) == four


@pytest.mark.parametrize(
    ("votes", "elected"),
    [
        ({}, None),
        ({"dorian": 0.6}, "dorian"),
        ({"dorian": 3.0, "minor": 1.0}, "dorian"),
        ({"dorian": 2.9, "minor": 1.0}, None),
        ({"": 5.0, "minor": 1.0}, None),  # most are for a tonic outside the signature
    ],
)
def test_a_winner_has_three_quarters_of_the_votes(votes: dict[str, float], elected: str | None) -> None:
    assert winner(votes) == elected
