from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.analysis.fingerprints import WINDOW
from tunesmith.analysis.known_tunes import Chance, KnownTune, Match
from tunesmith.analysis.origin_index import OriginIndex, shipped_index
from tunesmith.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

NAMES = (KnownTune("The First", "A Book 1", None), KnownTune("The Second", "A Site", "https://example.org/2"))


def small_index() -> OriginIndex:
    first, second = ([7, 9, 7], [1, 3, 4], [0, 1, 1]), ([9, 2**24 - 1], [0, 2], [0, 40])
    return OriginIndex.of([first, second], [0, 5], NAMES, Chance(2, 0.5, 3.0, 0.1))


def test_every_place_of_a_fingerprint_is_found() -> None:
    found = sorted((match.place, match.tune, match.place - match.apart) for match in small_index().find([9, 1, 7]))
    assert found == [(0, 0, 3), (0, 1, 0), (2, 0, 1), (2, 0, 4)]


def test_the_gaps_around_an_entry_are_known() -> None:
    found = small_index().find([7])
    assert sorted(found) == [Match(0, -4, 0, 0, WINDOW - 1, 1), Match(0, -1, 0, 1, 1, 0)]


def test_a_long_rest_is_cut_and_nothing_else_of_the_bars() -> None:
    index = small_index()
    assert sorted(match.bar for match in index.find([7])) == [0, 1]
    assert [match.bar for match in index.find([2**24 - 1])] == [15]


def test_it_is_the_same_after_saving(tmp_path: Path) -> None:
    index = small_index()
    index.save(tmp_path / "index.npz")
    again = OriginIndex.load(tmp_path / "index.npz")
    assert again.tunes == index.tunes
    assert again.chance == index.chance
    for name in ("entries", "sizes", "families"):
        assert np.array_equal(getattr(again, name), getattr(index, name))


def test_what_is_no_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no index"):
        OriginIndex.load(tmp_path / "none.npz")
    (tmp_path / "text.npz").write_text("tunes")
    with pytest.raises(CorpusError, match="is not an index"):
        OriginIndex.load(tmp_path / "text.npz")
    np.savez(tmp_path / "other.npz", weights=np.zeros(3))
    with pytest.raises(CorpusError, match="is not an index"):
        OriginIndex.load(tmp_path / "other.npz")


def test_the_index_that_ships_names_its_sources() -> None:
    index = shipped_index()
    assert len(index.tunes) == len(index.sizes) == len(index.families)
    assert index.sizes.sum() == len(index.entries)
    session = [tune for tune in index.tunes if tune.source == "The Session"]
    assert session
    assert all(tune.link and tune.link.startswith("https://thesession.org/tunes/") for tune in session)
