"""Rhythms: what the names in `R:` fields mean, and that everybody takes them alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tunesmith.composing.continuation import asked_rhythm
from tunesmith.corpus.controls import label_in
from tunesmith.corpus.sources import read_tunes
from tunesmith.music.rhythms import (
    RHYTHMS,
    Rhythm,
    composable,
    dance_of_meter,
    favourites,
    label_of,
    rhythm_of,
    rhythms_in,
)
from tunesmith.notation import Meter, Tempo, Tune
from tunesmith.rendering.accompaniment import accompanist_for
from tunesmith.rendering.swing import swung_amount
from tunesmith.rendering.tempo import tempo_of

NAMES: dict[str, str | None] = json.loads((Path(__file__).parent / "rhythm_names.json").read_text(encoding="utf-8"))
"""What stands in the `R:` fields of the corpora, and which rhythm that is."""
LABELS = {
    "air", "barndance", "hop jig", "hornpipe", "jig", "march", "mazurka", "polka", "quickstep", "reel", "schottische",
    "set dance", "slide", "slip jig", "slow air", "strathspey", "three-two", "waltz",
}  # fmt: skip
"""The words that the shipped networks learned; another word would be new to them."""


def tune(name: str, meter: str) -> Tune:
    return Tune.parse(f"X:1\nR:{name}\nM:{meter}\nL:1/8\nK:D\nDEFG|")


def test_all_names_of_the_corpora_are_in_the_list(corpus_folder: Path) -> None:
    files = [file for file in corpus_folder.iterdir() if file.name.endswith((".json", ".jsonl.gz"))]
    lines = (line for file in files for found in read_tunes(file) for line in found.abc.splitlines())
    assert {line[2:].partition("%")[0].strip() for line in lines if line.startswith("R:")} <= NAMES.keys()


@pytest.mark.parametrize(("name", "rhythm"), NAMES.items())
def test_a_name_is_the_same_rhythm_to_everybody(name: str, rhythm: str | None) -> None:
    found = rhythm_of(name)
    assert (found and found.name) == rhythm
    meter = found.meter if found else "4/4"
    written = tune(name, meter)
    label = found.label if found else None
    assert label_in(written, "book") == asked_rhythm(written, None) == label
    if found:
        assert tempo_of(written) == Tempo(found.beat, found.rate)


@pytest.mark.parametrize(
    ("name", "rhythm"),
    [
        ("Double Jig", "jig"),
        ("slip_jig", "slip jig"),
        ("Slip-Jig", "slip jig"),
        ("Irish hornpipe in D", "hornpipe"),
        ("single jig (slide)", "single jig"),
        ("slow reel", "slow reel"),
        ("Reels", "reel"),
        ("waltzes", "waltz"),
        ("three-two", "three-two"),
        ("Quick Step", "quickstep"),
        ("Highland Fling", "highland"),
        ("bourrée", None),
        ("reeling", None),
        ("", None),
        (None, None),
    ],
)
def test_a_rhythm_is_known_by_many_names(name: str | None, rhythm: str | None) -> None:
    found = rhythm_of(name)
    assert (found and found.name) == rhythm


def test_of_several_names_the_longest_and_then_the_last_counts() -> None:
    assert [rhythm.name for rhythm in rhythms_in("Reel or slip jig")] == ["slip jig", "jig", "reel"]


def test_a_kind_of_jig_or_reel_is_learned_as_one() -> None:
    assert [label_of(name) for name in ("single jig", "slow reel", "slow march")] == ["jig", "reel", "march"]


def test_the_words_that_the_networks_know_are_those_that_can_be_composed() -> None:
    assert set(composable()) == LABELS
    assert {rhythm.label for rhythm in RHYTHMS.values()} == LABELS | {None}


def test_a_source_without_names_means_the_dance_of_its_meter() -> None:
    meters = ("6/8", "9/8", "12/8", "2/4", "3/2", "4/4", "3/4")
    assert [dance_of_meter(meter) for meter in meters] == ["jig", "slip jig", "slide", "polka", "three-two", None, None]


def test_the_page_offers_what_is_danced_most_first() -> None:
    assert favourites() == ["jig", "reel", "hornpipe", "polka", "waltz", "slip jig", "slide", "march", "air"]


@pytest.mark.parametrize("rhythm", RHYTHMS.values(), ids=RHYTHMS)
def test_a_record_holds_together(rhythm: Rhythm) -> None:
    """It is found by all its names, its meter has its beat, and there is the instrument that accompanies it."""
    for name in (rhythm.name, *rhythm.aliases):
        assert rhythm_of(name) == rhythm
    assert Meter.parse(rhythm.meter).compound == (rhythm.beat.numerator == 3)
    assert swung_amount(rhythm, Meter.parse(rhythm.meter), None) == rhythm.swing
    assert accompanist_for(rhythm, None) is not None
    assert rhythm.label is None or rhythm.label in composable()
