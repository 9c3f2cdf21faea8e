from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

import pytest

from tunesmith.corpus.cleaning import Bounds
from tunesmith.corpus.preparing import prepare
from tunesmith.corpus.sources import read_tunes
from tunesmith.corpus.statistics import Lengths, Statistics, statistics_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def statistics(book: Path) -> Statistics:
    return statistics_of(prepare(list(read_tunes(book)), Bounds()))


def test_lengths_are_summed_up() -> None:
    lengths = Lengths.of([100, 200, 300, 1000])
    assert astuple(lengths) == (100, 250.0, 400.0, pytest.approx(895.0), 1000, 0.75)


def test_every_tune_is_counted_once(statistics: Statistics) -> None:
    source = statistics.sources["book"]
    assert (source.found, source.read, source.kept, source.losses) == (62, 62, 60, {})
    assert sum(statistics.histogram.values()) == sum(statistics.bars_a_tune.values()) == 60
    assert statistics.keys == {"G": 40, "D": 20}
    assert statistics.meters == {"4/4": 60}
    assert statistics.rhythms == {"reel": 60}
    assert statistics.chords == {"none": 60}
    assert statistics.bars_a_tune == {16: 60}
    assert statistics.bars == {"full": 60 * 16}
    assert sum(statistics.vocabulary.values()) == source.characters
    assert sum(statistics.forms.values()) == 60


def test_duplicates_and_drops_stand_apart(statistics: Statistics) -> None:
    assert statistics.duplicates == 1
    assert statistics.dropped == {"exact duplicate": 1, "too few bars": 1}
    source = statistics.sources["book"]
    assert (source.terms, source.fixed, source.dropped) == ("any", {}, statistics.dropped)


def test_families_are_counted_by_size(statistics: Statistics) -> None:
    assert sum(size * count for size, count in statistics.family_sizes.items()) == 60
    assert sum(statistics.family_sizes.values()) == statistics.families
    assert statistics.shared_families == 0


def test_a_source_without_groups_is_not_judged(statistics: Statistics) -> None:
    assert statistics.sources["book"].agreement is None


def test_losses_are_named(tmp_path: Path) -> None:
    (tmp_path / "odd.abc").write_text("X:1\nM:4/4\nL:1/8\nK:G\nGABc dedB|GABc d¿dB|GABc dedB|GABc dedB|\n")
    source = statistics_of(prepare(list(read_tunes(tmp_path)), Bounds())).sources[tmp_path.name]
    assert (source.read, source.losses) == (0, {"unknown-characters": 1})
